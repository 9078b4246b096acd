/** The shop on the real embedded cluster, each of its services scaled by what the mesh counts before its own pods; not run yet. */
import { twoStages, upAndRun, type MeshRun } from '../support/meshRun';
import { TestStack } from '../support/stack';

jest.setTimeout(900_000);

const stack = new TestStack('test-shop');
const NAMES = ['frontend', 'catalogue', 'recommendation', 'cart', 'checkout', 'payment'];
const own = (service: string, target: number) => ({
  [`workload.services.${service}.settings.hpa-istio.targetAverageValue`]: target,
});

let run: MeshRun;

beforeAll(async () => {
  // 14 requests/s are 10 journeys/s: 14/s at the frontend, 23 at the catalogue, 10 at the recommendation, 4 at the cart, and one at each of the others.
  run = await upAndRun(stack, {
    autoscaler: 'hpa-istio',
    'workload.graph': 'shop',
    'nodes.count': 2,
    'settings.hpa-istio.targetAverageValue': 8,
    'settings.hpa-istio.maxReplicas': 2,
    ...own('cart', 2),
    ...own('checkout', 0.6),
    ...own('payment', 0.6),
    ...twoStages(14, 100),
  });
});

afterAll(async () => {
  await stack.end();
});

const sli = (service: string, name: string) => run.result.services?.[service]?.slis?.[name]?.value;

test('the run is valid, and each HPA keeps to its rules', () => {
  const { verdict, reasons, checks } = run.result;
  expect(verdict === 'invalid' ? reasons : []).toEqual([]);
  const decisions = checks.filter(({ name }) => name.startsWith('HPA decisions'));
  expect(decisions.map(({ name }) => /\((.+)\)$/.exec(name)?.[1]).sort()).toEqual([...NAMES].sort());
  expect(decisions.filter(({ ok }) => ok === false)).toEqual([]);
});

test.each(NAMES)('%s is scaled by its own rate', (name) => {
  expect(sli(name, 'replicasMax')).toBe(2);
  const rise = run.result.services?.[name]?.reactions?.at(-1);
  expect(rise?.parts.find((part) => part.name === 'desired')?.seconds).not.toBeNull();
});

test('replicas and cost are those of all services', () => {
  const { slis } = run.result;
  for (const name of ['replicaSeconds', 'podSeconds', 'cost'])
    expect(NAMES.reduce((sum, service) => sum + (sli(service, name) ?? NaN), 0)).toBeCloseTo(
      slis[name]?.value ?? NaN,
      6,
    );
  expect(slis['replicasMax']?.value).toBe(12);
});

test('users go through their journeys, by the weights of those', () => {
  const journeys = run.result.journeys ?? [];
  expect(journeys.map(({ name }) => name)).toEqual(['browse', 'add to cart', 'check out']);
  const begun = journeys.reduce((sum, journey) => sum + journey.begun, 0);
  const shares = journeys.map((journey) => journey.begun / begun);
  [0.7, 0.2, 0.1].forEach((share, index) => expect(Math.abs(shares[index]! - share)).toBeLessThan(0.03));
  const sent = journeys.reduce((sum, journey) => sum + journey.sent, 0);
  // 1.4 requests each; those who began last did not come to their end.
  expect(sent / begun).toBeGreaterThan(1.33);
  expect(sent / begun).toBeLessThan(1.45);
  for (const { steps, finished } of journeys) expect(steps.at(-1)?.sent).toBe(finished);
});
