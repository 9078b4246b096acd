import type { ExperimentSpec, LoadSpec, Target } from '../../../../../experiments/types';

/** 30 s at 10 a second, the first 10 of them warm-up. */
export const spec = (load: Partial<LoadSpec>): ExperimentSpec => ({
  name: 'test',
  warmup: 10,
  cooldown: 20,
  load: { driver: 'k6', path: '/heavywork', timeout: 2, stages: [{ rate: 10, duration: 20 }], ...load },
  slos: [],
});

export const target: Target = {
  kubeconfig: 'secret',
  workload: { namespace: 'app', deployment: 'sample', service: 'sample', port: 8080 },
  autoscaler: { name: 'fixed', settings: {} },
  prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
  generator: {
    namespace: 'load',
    image: 'k6:1',
    nodeSelector: { role: 'system' },
    tolerations: [{ key: 'role', operator: 'Exists' }],
  },
};
