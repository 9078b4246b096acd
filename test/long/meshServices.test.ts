/** Several services in the mesh, on the real embedded cluster: which one is the bottleneck, by what the proxies count alone. */
import type { Bottleneck, Level } from '../../experiments/bottleneck/types';
import { proxiesIn, upAndRun, type MeshRun } from '../support/meshRun';
import { setRounds } from '../support/rounds';
import { TestStack } from '../support/stack';

jest.setTimeout(900_000);

const stack = new TestStack('test-mesh-services');
const NAMESPACE = 'testbed-app';
const NAMES = ['frontend', 'api', 'store'];
/** About 20 ms of CPU: under the limit of 0.4 cores some 18 requests/s. */
const SLOW = 160_000;
const RAMP = ['--rate', '26', '--levels', '2', '--seconds', '30'];

interface Finding extends Bottleneck {
  readonly levels: readonly Level[];
  readonly run: { readonly verdict: string; readonly reasons: readonly string[] };
  readonly directory: string;
}

/** `npm run testbed -- bottleneck ARGS --json`. */
async function bottleneck(...args: string[]): Promise<Finding> {
  const { code, output, stdout } = await stack.cli.finished(stack.cli.testbed('bottleneck', ...args, '--json'));
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return JSON.parse(stdout) as Finding;
}

let run: MeshRun;

beforeAll(async () => {
  run = await upAndRun(stack, {
    autoscaler: 'fixed',
    'workload.graph': 'chain',
    'istio.mode': 'sidecar',
    'experiment.preset': 'smoke',
  });
});

afterAll(async () => {
  await stack.end();
});

test('the services are in the mesh, and the run is valid', async () => {
  for (const names of await proxiesIn(stack, NAMESPACE)) expect(names).toEqual(['istio-init', 'istio-proxy']);
  expect(run.result.verdict === 'invalid' ? run.result.reasons : []).toEqual([]);
});

describe.each(NAMES)('%s, made slow', (slow) => {
  let mesh: Finding;

  beforeAll(async () => {
    const kube = await stack.kube();
    await Promise.all(NAMES.map((name) => setRounds(kube, NAMESPACE, name, name === slow ? SLOW : 8000)));
    mesh = await bottleneck('--signals', 'mesh', ...RAMP);
  });

  it('is named by the signals of the mesh alone, and no one that waits for it', () => {
    expect(mesh.run.verdict).not.toBe('invalid');
    expect(mesh).toMatchObject({ signals: 'mesh', verdict: 'saturated', service: slow });
    expect(mesh.ranking[0]?.share).toBeGreaterThan(0.6);
    expect(mesh.ranking.filter(({ utilization }) => (utilization ?? 0) >= 0.8).map(({ service }) => service)).toEqual([
      slow,
    ]);
    expect(mesh.criticalPath).toEqual(NAMES);
    expect(mesh.evidence.join(' ')).toContain(`Of ${slow} its own proxy saw`);
  });

  it('is named by the signals of the application of the same run', async () => {
    const app = await bottleneck('--signals', 'app', '--run', mesh.directory);
    expect(app).toMatchObject({ signals: 'app', verdict: 'saturated', service: slow });
  });

  it('the proxies before and after a call count the same, within 5 %, at a load that all can bear', () => {
    const { services } = mesh.levels[0]!;
    const rate = (name: string): number => services[name]?.signals.rate ?? NaN;
    for (const [caller, callee] of [NAMES.slice(0, 2), NAMES.slice(1)] as [string, string][]) {
      const calls = services[caller]?.calls[callee];
      expect(calls?.rate).toBeGreaterThan(rate(callee) * 0.95);
      expect(calls?.rate).toBeLessThan(rate(callee) * 1.05);
      // What the caller waits is no less than what the called one takes; of the slow one, whose time varies, the two looks are at other moments.
      if (callee !== slow) expect(calls?.latencyMean).toBeGreaterThan(services[callee]!.signals.latencyMean! * 0.95);
      expect(services[callee]?.signals.cpuOfLimit).toBeGreaterThan(0);
      expect(services[callee]?.signals.proxyCpu).toBeGreaterThan(0);
    }
  });
});
