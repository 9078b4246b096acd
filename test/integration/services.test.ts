/** Several services on the real embedded cluster: what is recorded of each, and which one is the bottleneck. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBottleneck, type Measured } from '../../experiments/bottleneck/measure';
import { rampSpec } from '../../experiments/bottleneck/levels';
import { install, type Platform } from '../support/platform';
import { setRounds } from '../support/rounds';

jest.setTimeout(300_000);

const STACK = 'test-services';
const RAMP = { rate: 26, levels: 2, seconds: 7 };
/** About 20 ms of CPU: under the limit of 0.4 cores some 18 requests/s. */
const SLOW = 160_000;
const results = mkdtempSync(join(tmpdir(), 'services-results-'));
let platform: Platform;

beforeAll(async () => {
  const workload = { graph: 'chain' };
  platform = await install(STACK, { workload, autoscaler: 'fixed', experiment: { preset: 'smoke' } }, () => undefined);
});

afterAll(async () => {
  await platform?.remove();
  rmSync(results, { recursive: true, force: true });
});

async function measured(): Promise<Measured> {
  return measureBottleneck(rampSpec({ ...platform.spec, warmup: 3 }, RAMP), platform.target, {
    stack: STACK,
    resultsDir: results,
    report: () => undefined,
  });
}

const NAMES = ['frontend', 'api', 'store'];

test.each(NAMES)('%s, made slow, is the bottleneck, wherever the queue stands', async (slow) => {
  const { kube, target } = platform;
  const { namespace } = target.workload;
  await Promise.all(NAMES.map((name) => setRounds(kube, namespace, name, name === slow ? SLOW : 8000)));
  const { result, found } = await measured();
  expect(result.verdict).not.toBe('invalid');
  expect(found).toMatchObject({ verdict: 'saturated', service: slow });
  expect(found.ranking[0]?.share).toBeGreaterThan(0.6);
  // What each service counted is what the load generator saw served, or was given up.
  const { services = {} } = result;
  expect(Object.keys(services)).toEqual(NAMES);
  const sent = result.slis['sentRate']?.value ?? 0;
  if (slow === 'store') {
    expect(services['frontend']?.signals.rate).toBeGreaterThan(sent * 0.5);
    expect(found.hidden.map(({ service }) => service)).toContain('frontend');
  }
});
