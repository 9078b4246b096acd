import { existsSync } from 'node:fs';

import { dropUnusedCaches, planned, provide } from './cache/provide';
import { discardDamaged } from './cache/store';
import { neededParts, optionalParts } from './needed';
import { goCacheDir } from './parts/go';
import type { Part } from './parts/types';
import { pulumiCached, pulumiParts, pulumiSetup, type PulumiSetup } from './pulumi/setup';
import { judge, readIdentity, readSystem, unserved, type Finding, type Work } from './requirements';
import type { Options, Report } from './types';

/** The system cannot serve, or lacks something: the message has every finding with its remedy. */
export class RequirementError extends Error {
  override readonly name = 'RequirementError';
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(({ what, remedy }) => `${what}\n  ${remedy}`).join('\n'));
  }
}

function refuse(findings: readonly Finding[]): void {
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new RequirementError(errors);
}

/** Refuses when the system lacks what it takes to make the missing parts, and reports what may stand in the way. */
export async function assess(missing: readonly Part[], options: Options): Promise<void> {
  if (missing.length === 0) return;
  const findings = judge(await readSystem(), workOf(missing));
  refuse(findings);
  for (const { what } of findings) options.report(`note: ${what}`, 1);
}

/** What kinds of work it takes to make the parts. */
export function workOf(parts: readonly Part[]): Work {
  const origins = parts.map(({ origin, name }) => (name.startsWith('image-') ? '' : origin));
  return {
    go: parts.some(({ group }) => group === 'go'),
    debian: origins.some((origin) => origin.startsWith('Debian')),
    wheels: origins.some((origin) => origin.startsWith('PyPI')),
  };
}

/** Adds to the message that a part is ready how many are. */
function counted(report: Report, total: number): Report {
  let done = 0;
  return (message, fraction) =>
    report(/: ready after /.test(message) ? `${message} (${++done} of ${total})` : message, fraction);
}

/** What to prepare beyond the default: both are false unless set. */
export interface Preparation {
  /** Compare the content of every file that is there with its hash first. */
  readonly verify?: boolean;
  /** Make what the add-ons need, too. */
  readonly all?: boolean;
}

/**
 * Makes everything that the default config needs and that is not there yet. First says what stands in the way, so that nobody
 * waits for minutes to learn it.
 */
export async function prepare(
  options: Options,
  { verify = false, all = false }: Preparation = {},
): Promise<PulumiSetup> {
  refuse(unserved(await readIdentity()));
  const parts = [...neededParts(), ...(all ? optionalParts() : [])];
  if (verify) {
    for (const part of [...neededParts(), ...optionalParts(), ...pulumiCached()]) await discardDamaged(part, options);
  }
  await assess(await planned(parts), options);
  const wanted = [...parts, ...(await pulumiParts(options))];
  const missing = await planned(wanted);
  // Once more: the Pulumi CLI may have turned out to be built.
  if (wanted.length > parts.length) await assess(missing, options);
  if (missing.length > 0) options.report(`to make: ${missing.map(({ name }) => name).join(', ')}`, 1);
  await provide(wanted, { ...options, report: counted(options.report, missing.length) });
  // A set-up that was killed after its last build.
  if (existsSync(goCacheDir())) await dropUnusedCaches();
  return pulumiSetup(options);
}
