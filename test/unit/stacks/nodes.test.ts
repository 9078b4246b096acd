import { parseConfig } from '../../../stacks/schema';
import { configProblems as problems } from '../../fixtures/configProblems';

it('refuses a pod that fits on no node', () => {
  expect(problems({ workload: { cpuRequest: 2, cpuLimit: 2 } })).toContain(
    'workload.cpuRequest is 2: at most nodes.app.cpu (1.5 cores)',
  );
  expect(problems({ workload: { cpuLimit: 1.6 } })).toContain(
    'workload.cpuLimit is 1.6: at most nodes.app.cpu (1.5 cores)',
  );
  expect(problems({ workload: { memoryMiB: 4096 } })).toContain('workload.memoryMiB is 4096: at most');
});

it('leaves the size of pods to a target that has nodes of its own sizes', () => {
  const eks = { images: { sample: 'registry.example/sample:1' } };
  expect(parseConfig({ cluster: 'eks', eks, workload: { cpuRequest: 2, cpuLimit: 2 } }).workload.cpuRequest).toBe(2);
});

it('refuses a node that a sidecar does not fit on', () => {
  expect(problems({ istio: { mode: 'sidecar' }, nodes: { app: { cpu: 0.5 } } })).toContain(
    'nodes.app.cpu is 0.5: at least 1 with istio.mode sidecar',
  );
});
