/** A workload of the user's own, by configuration alone, on the real embedded cluster. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../experiments/types';
import { census } from '../support/census';
import { CommandLine } from '../support/cli';
import { writeOwnImage } from '../support/ownImage';
import { succeeded } from '../support/stack';

const ROOT = join(__dirname, '..', '..');
const STACK = 'test-workload';
const cli = new CommandLine(STACK);
const folder = mkdtempSync(join(tmpdir(), 'own-image-'));
jest.setTimeout(300_000);

const up = (...config: string[]) => cli.run('up', ...config.flatMap((one) => ['--config', one]));

let before: Awaited<ReturnType<typeof census>>;
beforeAll(async () => {
  before = await census(STACK);
});
afterAll(async () => {
  await cli.run('down', '--remove');
  cli.dispose();
  rmSync(folder, { recursive: true });
});

it('runs from an archive through an experiment, scaled by its CPU, and is counted by its own metrics', async () => {
  const archive = await writeOwnImage(folder);
  const workload = ['port=8000', 'cpuRequest=0.1', 'metrics.path=/stats', 'metrics.servedCounter=shop_hits_total'];
  const experiment = ['preset=smoke', 'load.stages[0].rate=4', 'load.stages[0].duration=8']
    .concat(['load.stages[1].rate=40', 'load.stages[1].duration=37'])
    .map((one) => `experiment.${one}`);
  const settings = [...workload.map((one) => `workload.${one}`), `workload.imageArchive=${archive}`, ...experiment];
  const output = succeeded(await up('autoscaler=hpa-cpu', ...settings));
  const { report } = JSON.parse(succeeded(await cli.pulumi('stack', 'output', '--json'))) as { report: string };
  const { verdict, reasons, slis, spec, target } = JSON.parse(
    readFileSync(join(ROOT, report, '..', 'result.json'), 'utf8'),
  ) as Result;
  expect([verdict, ...reasons]).toEqual(['pass', 'The objective is met.']);
  expect(output).toContain('Verdict: PASS');
  expect(spec.load).toMatchObject({ path: '/' });
  expect(target.workload).toMatchObject({ deployment: 'workload', port: 8000, servedCounter: 'shop_hits_total' });
  expect(slis['replicasMax']?.value).toBeGreaterThan(1);
  expect(slis['servedAgreement']?.value).toBeCloseTo(1, 2);
  expect(existsSync(join(ROOT, report))).toBe(true);
});

it('leaves nothing behind', async () => {
  expect(succeeded(await cli.run('down', '--remove'))).toContain('Nothing is left');
  expect(await census(STACK)).toEqual(before);
});
