import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Part } from '../../../toolchain/parts/types';
import type { Options } from '../../../toolchain/types';

/** A cache of the test's own, in the environment until `remove`. */
export function scratchCache(): { readonly dir: string; readonly remove: () => void } {
  const before = process.env['XDG_CACHE_HOME'];
  const dir = mkdtempSync(join(tmpdir(), 'toolchain-test-'));
  process.env['XDG_CACHE_HOME'] = dir;
  return {
    dir,
    remove: () => {
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A part that is made by `make`, with nothing else to it. */
export const fakePart = (name: string, make: Part['make'], more: Partial<Part> = {}): Part => ({
  name,
  version: '1.0.0',
  origin: 'a test',
  inputs: () => Promise.resolve(name),
  make,
  ...more,
});

/** Options that keep what is reported. */
export function recorded(signal?: AbortSignal): Options & { readonly messages: string[] } {
  const messages: string[] = [];
  return { messages, report: (message) => void messages.push(message), ...(signal ? { signal } : {}) };
}
