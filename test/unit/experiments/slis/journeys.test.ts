/** The step of the fixture as a load of journeys: each second request is the second step of one. */
import { analyse } from '../../../../experiments/slis';
import type { ExperimentSpec, Recording, Result } from '../../../../experiments/types';
import { run } from '../../../fixtures/analysis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const journeys = [{ name: 'buy', steps: [{ path: '/browse' }, { path: '/cart', method: 'POST' as const }] }];
const asked: ExperimentSpec = { ...spec, load: { ...spec.load, path: undefined, journeys } };
const { requests } = buildRecording();
const kind = Uint8Array.from(requests.end, (_, index) => index % 2);
const analysed = (change: Partial<Recording> = {}): Result =>
  analyse(buildRecording('hpa-cpu', { requests: { ...requests, kind }, ...change }), asked, target(), meta);

test('each journey and each of its steps has its count and its latencies', () => {
  const [buy, ...others] = analysed().journeys!;
  const alone = run();
  expect(others).toEqual([]);
  const { steps, ...whole } = buy!;
  expect(whole).toMatchObject({ name: 'buy', latencyP95: alone.slis['latencyP95']!.value });
  expect(steps.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /browse', 'POST /cart']);
  expect([whole.begun, whole.finished]).toEqual(steps.map(({ sent }) => sent));
  expect(whole.sent).toBe(steps[0]!.sent + steps[1]!.sent);
  expect(whole.failed).toBe(steps[0]!.failed + steps[1]!.failed);
  // 8600 requests in the 160 measured seconds.
  expect(whole.sent).toBe(8600);
  expect(alone).not.toHaveProperty('journeys');
});

test('the load was sent where as many journeys began as were due, whatever became of their later steps', () => {
  const lost = (of: number) => kind.map((one, index) => (one === of && index % 20 === of ? 9 : one));
  const shortfall = ({ reasons }: Result) => reasons.filter((reason) => reason.includes('could not keep up'));
  expect(shortfall(analysed())).toEqual([]);
  expect(shortfall(analysed({ requests: { ...requests, kind: lost(1) } }))).toEqual([]);
  // One of ten did not begin.
  expect(shortfall(analysed({ requests: { ...requests, kind: lost(0) } }))[0]).toMatch(
    /it sent 38\d\d of 4300 journeys due \(0 dropped\), 9\.\d+ % short/,
  );
  const dropped = [{ time: Date.parse(analysed().window.measuredFrom!), count: 200 }];
  expect(shortfall(analysed({ dropped }))[0]).toContain('of 4300 journeys due (100 dropped)');
});
