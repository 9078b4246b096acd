/**
 * Each kind of load shape against k6's real arrival times: sent by the experiment's own Jobs in a real embedded cluster, four at a time. Prints the table of
 * docs/shapes.md. Usage: npm run bench:shapes [-- --json]
 */
import { parseArgs } from 'node:util';

import { deviation, shapeSpec, SHAPES, type Deviation } from './arrivals';
import { play, withLoadCluster } from './loadCluster';

const AT_ONCE = 4;
const nodes = [{ name: 'node-1', cpu: 2, memory: 2 * 1024 ** 3 }];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const shapes = Object.values(SHAPES);
  const found = await withLoadCluster('bench-shapes', nodes, async (cluster) => {
    const measured: [string, Deviation][] = [];
    for (let index = 0; index < shapes.length; index += AT_ONCE) {
      const some = shapes.slice(index, index + AT_ONCE).map(async (shape): Promise<[string, Deviation]> => {
        const spec = shapeSpec(shape, '/health');
        const output = await play(cluster, spec, `load-${shape.kind}`, { signal: AbortSignal.timeout(60_000) });
        return [shape.kind, deviation(spec, output.requests(), output.loadStart ?? NaN)];
      });
      measured.push(...(await Promise.all(some)));
      console.error(`${measured.length} of ${shapes.length} shapes were sent`);
    }
    return measured;
  });
  if (values.json) return console.log(JSON.stringify(Object.fromEntries(found)));
  const rows = found.map(([kind, { sent, offered, requests, median, largest }]) => [
    `\`${kind}\``,
    ...[offered.toFixed(1), String(sent), String(requests), median.toFixed(1), largest.toFixed(1)],
  ]);
  const head = ['kind', 'offered', 'sent', 'apart, requests', 'median ms', 'largest ms'];
  console.log([head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
