/** A comparison that is interrupted, with made-up measurements: what is over is never lost, and never run again. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execute } from '../../experiments/compare/execute';
import { makePlan } from '../../experiments/compare/plan';
import { oneCommand } from '../../experiments/exclusive';
import { finishedSince } from '../../experiments/compare/recover';
import { ComparisonStore, unfinished } from '../../experiments/compare/store';
import { analyse } from '../../experiments/slis';
import { buildRecording, meta, spec, target } from '../fixtures/recording';
import { fakeMeasure } from '../support/runComparison';

jest.setTimeout(300_000);

const ROOT = join(__dirname, '..', '..');
const base = { ...analyse(buildRecording(), spec, target(), meta), verdict: 'pass' as const };
const plan = makePlan({
  ...{ id: 'x', stack: 'dev', createdAt: 'now', seed: 1 },
  ...{ variants: ['fixed', 'hpa-cpu'], loads: { step: {} }, repeats: 1 },
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'comparison-'));
  writeFileSync(join(folder, 'base.json'), JSON.stringify(base));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Kills a comparison at its step, goes on with it, and says what there is then. */
async function killedAt(step: number) {
  const results = join(folder, String(step));
  const { directory } = await ComparisonStore.create(join(results, 'comparisons', 'x'), plan);
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', join(ROOT, 'test/support/runComparison.ts')],
      ...[directory, results, join(folder, 'base.json'), String(step)],
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  // All that has a result by now was over.
  const over = runsIn(results);
  const store = ComparisonStore.open(directory);
  expect(unfinished(join(results, 'comparisons'))).toBeDefined();
  await execute(store, {
    measure: fakeMeasure(results, base),
    recover: ({ variant }, since) => finishedSince(results, { variant, spec, since }),
    signal: new AbortController().signal,
    report: () => undefined,
  });
  return { end: signal ?? code, over, all: runsIn(results), finished: store.finished() };
}

const runsIn = (results: string): string[] =>
  readdirSync(results).filter((id) => existsSync(join(results, id, 'result.json')));

it('loses no run that is over and repeats none, wherever it is killed', async () => {
  let killed = 0;
  for (let step = 1; ; step += 2) {
    const both = await Promise.all([killedAt(step), killedAt(step + 1)]);
    for (const { end, over, all, finished } of both) {
      if (end === 'SIGKILL') killed++;
      const kept = finished.map(({ id }) => id);
      expect([end, finished.map(({ index }) => index), kept.toSorted()]).toEqual([end, [0, 1], all.toSorted()]);
      expect(kept).toEqual(expect.arrayContaining(over));
    }
    if (both[1].end !== 'SIGKILL') {
      expect(both[1].end).toBe(0);
      break;
    }
  }
  // Of each run: its beginning noted, its result written, and it taken in (five steps each), and the measurement.
  expect(killed).toBe(2 * 16);
});

it('does not run beside another on the same stack', async () => {
  const stack = 'test-comparison';
  const results = join(ROOT, 'results', stack);
  try {
    await oneCommand(results, 'the comparison x', async () => {
      const args = ['testbed', 'compare', '--stack', stack, '--variants', 'fixed,hpa-cpu', '--experiment', 'quick'];
      const second = promisify(execFile)(process.execPath, [join(ROOT, 'cli/run.mjs'), ...args], { cwd: ROOT });
      const stderr = expect.stringContaining('Under way is the comparison x (process') as string;
      await expect(second).rejects.toMatchObject({ code: 2, stderr });
    });
    expect(readdirSync(results)).toEqual(['.comparison.lock']);
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
});
