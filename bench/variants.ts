/**
 * Every variant on the default experiment, one after the other in one stack, and docs/comparison.md from their results. It takes four to
 * five minutes a variant. Usage: npm run bench:variants [-- --only hpa-cpu,keda-zero] [-- --table]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { variantsOn } from '../components/autoscalers/registry';
import { parseResult } from '../experiments/report/schema';
import type { Result } from '../experiments/types';
import { projectDir } from '../toolchain/paths';
import { comparison } from './comparison';
import { testbed } from './testbed';

const STACK = 'bench-variants';
const RESULTS = join(projectDir, 'results', STACK);
/** Those that the embedded cluster can run. */
const known = variantsOn('local');

/** The window of the default stack, for all: upstream's 300 s are longer than the whole experiment. */
const behavior = { 'behavior.scaleDown.stabilizationWindowSeconds': '30' };
const advanced = Object.fromEntries(
  Object.entries(behavior).map(([key, value]) => [`advanced.horizontalPodAutoscalerConfig.${key}`, value]),
);

/** What is other than the variant's defaults. */
function settings(name: string): Readonly<Record<string, string>> {
  if (name === 'keda-cron') {
    // On during the whole run: what a schedule that knows the load would do.
    const minute = (after: number): number => new Date(Date.now() + after * 60_000).getUTCMinutes();
    return { ...advanced, start: `${minute(-5)} * * * *`, end: `${minute(30)} * * * *` };
  }
  if (name.startsWith('hpa-')) return behavior;
  return name.startsWith('keda-') ? advanced : {};
}

async function measure(name: string): Promise<void> {
  const own = Object.entries(settings(name)).map(([key, value]) => `settings.${name}.${key}=${value}`);
  const config = ['experiment.preset=default', `autoscaler=${name}`, ...own];
  const code = await testbed(STACK, 'up', ...config.flatMap((setting) => ['--config', setting]));
  if (code !== 0) console.error(`${name}: npm run up ended with exit code ${code}`);
}

/** The last result of each variant. */
function results(): Result[] {
  if (!existsSync(RESULTS)) return [];
  const found = new Map<string, Result>();
  for (const id of readdirSync(RESULTS).sort()) {
    const path = join(RESULTS, id, 'result.json');
    if (!existsSync(path)) continue;
    const result = parseResult(readFileSync(path, 'utf8'));
    found.set(result.target.autoscaler.name, result);
  }
  return known.flatMap((name) => found.get(name) ?? []);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: known.join(',') },
      /** Only write the document, from the results that there are. */
      table: { type: 'boolean', default: false },
    },
  });
  const chosen = values.only.split(',');
  const unknown = chosen.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: known are ${known.join(', ')}`);
  if (!values.table) {
    try {
      for (const name of chosen) await measure(name);
    } finally {
      await testbed(STACK, 'down', '--remove');
    }
  }
  const all = results();
  if (all.length === 0) throw new Error(`There are no results in results/${STACK}.`);
  const path = join(projectDir, 'docs', 'comparison.md');
  writeFileSync(path, await format(comparison(all), { ...(await resolveConfig(path)), parser: 'markdown' }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
