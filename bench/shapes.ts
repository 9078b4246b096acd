/**
 * Each kind of load shape against k6's real arrival times: sent by the experiment's own Jobs in a real embedded cluster, four at a time. Prints the table of
 * docs/shapes.md. Usage: npm run bench:shapes [-- --json]
 */
import { parseArgs } from 'node:util';

import { deviation, loads, type Deviation } from './arrivals';
import { play, withLoadCluster } from './loadCluster';

const AT_ONCE = 4;
const nodes = [{ name: 'node-1', cpu: 2, memory: 2 * 1024 ** 3 }];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const all = Object.entries(loads('/health'));
  const found = await withLoadCluster('bench-shapes', nodes, async (cluster) => {
    const measured: [string, Deviation][] = [];
    for (let index = 0; index < all.length; index += AT_ONCE) {
      const some = all.slice(index, index + AT_ONCE).map(async ([name, spec], own): Promise<[string, Deviation]> => {
        const output = await play(cluster, spec, `load-${index + own}`, { signal: AbortSignal.timeout(60_000) });
        return [name, deviation(spec, output.requests(), output.loadStart ?? NaN)];
      });
      measured.push(...(await Promise.all(some)));
      console.error(`${measured.length} of ${all.length} loads were sent`);
    }
    return measured;
  });
  if (values.json) return console.log(JSON.stringify(Object.fromEntries(found)));
  const rows = found.map(([kind, { sent, offered, requests, median, largest }]) => [
    `\`${kind}\``,
    ...[offered.toFixed(1), String(sent), String(requests), median.toFixed(1), largest.toFixed(1)],
  ]);
  const head = ['load', 'offered', 'sent', 'apart, requests', 'median ms', 'largest ms'];
  console.log([head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
