import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered } from '../../../../experiments/demand/find';
import type { Outcome } from '../../../../experiments/demand/outcome';
import type { DemandPlan } from '../../../../experiments/demand/plan';
import type { Ask } from '../../../../experiments/demand/search';
import { DEMAND, DemandStore } from '../../../../experiments/demand/store';

const plan: DemandPlan = {
  schema: 'autoscaling-testbed/demand-plan/v1',
  from: 1,
  to: 2,
  slos: [{ sli: 'latencyP95', max: 500 }],
  maxRate: 1000,
  repeats: 1,
  resolution: 0.2,
  duration: 10,
  settle: 3,
  load: { path: '/' },
  pods: 'abc',
};
// Hundreds of files are written.
jest.setTimeout(60_000);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demand-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Answers as replicas of 30/s do, and counts; after `most` answers it is interrupted. */
function replicas(most = Infinity) {
  const asked: Ask[] = [];
  return {
    asked,
    ask: (question: Ask): Promise<Outcome[]> => {
      if (asked.length >= most) return Promise.reject(new Error('interrupted'));
      asked.push(question);
      const kept = question.rates.filter((rate) => rate <= 30 * question.replicas);
      const one = (rate: number, verdict: Outcome['verdict']): Outcome => ({
        ...{ rate, verdict, due: 9, answered: 9, served: 9, slis: { latencyP95: verdict === 'pass' ? 20 : null } },
      });
      const missed = question.rates.slice(kept.length, kept.length + 1);
      return Promise.resolve([...kept.map((rate) => one(rate, 'pass')), ...missed.map((rate) => one(rate, 'fail'))]);
    },
  };
}

it('asks for nothing again that was measured before an interruption, wherever it came', async () => {
  const whole = replicas();
  const store = await DemandStore.create(join(folder, 'whole'), plan);
  const found = await answered(store, plan, whole.ask);
  await store.write(DEMAND, '{}');
  expect(found.map(({ rate }) => rate)).toEqual([28.3, 56.6]);
  for (let most = 1; most < whole.asked.length; most++) {
    const directory = join(folder, `cut-${most}`);
    const first = replicas(most);
    await expect(answered(await DemandStore.create(directory, plan), plan, first.ask)).rejects.toThrow('interrupted');
    const resumed = DemandStore.unfinished(folder, plan) as DemandStore;
    expect(resumed.id).toBe(`cut-${most}`);
    const rest = replicas();
    await expect(answered(resumed, plan, rest.ask)).resolves.toEqual(found);
    expect([...first.asked, ...rest.asked]).toEqual(whole.asked);
    await resumed.write(DEMAND, '{}');
  }
});

it('measures again what a crash cut off within its line', async () => {
  const store = await DemandStore.create(join(folder, '1'), plan);
  await expect(answered(store, plan, replicas(2).ask)).rejects.toThrow('interrupted');
  appendFileSync(join(store.directory, 'measurements.jsonl'), '{"at":"20');
  expect(store.kept()).toHaveLength(2);
  const rest = replicas();
  await answered(store, plan, rest.ask);
  expect(store.kept()).toHaveLength(2 + rest.asked.length);
});

it('goes on with a search of the same kind only, further than it was to go too', async () => {
  await DemandStore.create(join(folder, '1'), plan);
  expect(DemandStore.unfinished(folder, { ...plan, to: 5 })?.plan.to).toBe(5);
  for (const other of [{ pods: 'other' }, { repeats: 3 }, { load: { path: '/other' } }])
    expect(DemandStore.unfinished(folder, { ...plan, ...other })).toBeUndefined();
  expect(DemandStore.unfinished(join(folder, 'none'), plan)).toBeUndefined();
});

it('does not take the measurements of another search for its own', async () => {
  const store = await DemandStore.create(join(folder, '1'), plan);
  await store.add({ at: '2026-11-23T08:00:00.000Z', replicas: 1, rates: [7], outcomes: [] });
  await expect(answered(store, plan, replicas().ask)).rejects.toThrow('--fresh begins anew');
});
