import { parseConfig } from '../../../stacks/schema';
import { configProblems as problems } from '../../fixtures/configProblems';

describe('parseConfig', () => {
  it('has a default for everything', () => {
    const config = parseConfig({});
    expect(config.cluster).toEqual({ name: 'local', settings: {} });
    expect(config.autoscaler).toEqual({
      name: 'hpa-cpu',
      settings: { minReplicas: 1, maxReplicas: 10 },
      notes: [],
    });
    expect(config.nodes.count).toBe(1);
    expect(config.experiment?.slos.length).toBeGreaterThan(0);
  });

  it('takes the settings of the chosen variant only', () => {
    const settings = { fixed: { replicas: 3 }, 'hpa-cpu': { maxReplicas: 4 } };
    expect(parseConfig({ autoscaler: 'fixed', settings }).autoscaler.settings).toEqual({ replicas: 3 });
    expect(parseConfig({ autoscaler: 'hpa-cpu', settings }).autoscaler.settings).toEqual({
      minReplicas: 1,
      maxReplicas: 4,
    });
  });

  it('knows its keys', () => {
    expect(problems({ autoscale: 'fixed' })).toMatch(/autoscale is "fixed": no such key; there are: cluster, .*nodes/);
  });

  it('names key, value and choices of every problem at once', () => {
    const message = problems({
      cluster: 'moon',
      autoscaler: 'hpa-cup',
      workload: { cpuRequest: -1, colour: 'red' },
      nodes: { count: 0 },
    });
    expect(message).toContain('cluster is "moon": allowed: local, kind, eks, existing');
    expect(message).toContain('autoscaler is "hpa-cup": allowed: fixed, hpa-cpu');
    expect(message).toMatch(/workload\.cpuRequest is -1: /);
    expect(message).toContain('workload.colour is "red": no such key');
    expect(message).toMatch(/nodes\.count is 0: /);
  });

  it('refuses settings of no variant and contradictory bounds', () => {
    expect(problems({ settings: { 'hpa-gpu': {} } })).toContain('settings.hpa-gpu');
    expect(problems({ settings: { 'hpa-cpu': { minReplicas: 5, maxReplicas: 2 } } })).toContain(
      'settings.hpa-cpu.minReplicas is 5: must be at most maxReplicas',
    );
    expect(problems({ settings: { 'hpa-cpu': { targetUtilization: 50, targetAverageValue: '100m' } } })).toContain(
      'cannot be set together with targetUtilization',
    );
  });

  it('combines variants that leave each other alone, each with its own settings', () => {
    const { autoscaler } = parseConfig({
      autoscaler: 'vpa+hpa-requests',
      settings: { vpa: { minReplicas: 1 }, 'hpa-requests': { targetAverageValue: 20 } },
    });
    expect(autoscaler).toEqual({
      name: 'vpa+hpa-requests',
      settings: {
        vpa: { replicas: 2, updateMode: 'Recreate', minReplicas: 1, recommender: {}, updater: {} },
        'hpa-requests': {
          minReplicas: 1,
          maxReplicas: 10,
          counter: 'heavywork_requests_total',
          targetAverageValue: 20,
        },
      },
      notes: [],
    });
  });

  it.each([
    ['hpa-cpu+hpa-memory', 'two HorizontalPodAutoscalers of one Deployment both stop'],
    ['keda-cron+hpa-requests', 'the number of replicas would have 2 owners'],
    ['fixed+hpa-cpu', 'the number of replicas would have 2 owners, fixed and the HorizontalPodAutoscaler of hpa-cpu'],
    ['vpa+hpa-cpu', "the pods' CPU would have 2 owners"],
    ['vpa+hpa-memory', "the pods' memory would have 2 owners"],
    ['vpa+keda-cpu', "the pods' CPU would have 2 owners"],
    ['vpa+hpa-multi', "the pods' CPU would have 2 owners"],
    [
      'keda-prometheus+hpa-external',
      "the API external.metrics.k8s.io would have 2 owners, KEDA's metrics server and prometheus-adapter",
    ],
  ])('refuses %s with the reason', (autoscaler, reason) => {
    expect(problems({ autoscaler })).toContain(`autoscaler is "${autoscaler}": `);
    expect(problems({ autoscaler })).toContain(reason);
  });

  it('allows VPA and HPA on different resources', () => {
    const policies = (controlledResources: string[]) => ({
      vpa: { resourcePolicy: { containerPolicies: [{ containerName: '*', controlledResources }] } },
    });
    const chosen = (settings: object) => parseConfig({ autoscaler: 'vpa+hpa-cpu', settings }).autoscaler.name;
    expect(chosen(policies(['memory']))).toBe('vpa+hpa-cpu');
    expect(chosen({ vpa: { updateMode: 'Off' } })).toBe('vpa+hpa-cpu');
    expect(problems({ autoscaler: 'vpa+hpa-cpu', settings: policies(['cpu']) })).toContain('controlledResources');
  });

  it.each(['hpa-cpu+hpa-cpu', 'hpa-cpu+', '+', 'vpa+hpa-gpu', 3])('knows no variant %j', (autoscaler) => {
    expect(problems({ autoscaler })).toContain(`autoscaler is ${JSON.stringify(autoscaler)}: `);
  });

  it('says which settings have no effect, of which variant', () => {
    expect(parseConfig({ autoscaler: 'keda-prometheus' }).autoscaler.notes).toEqual([
      'pollingInterval 10: no effect, because minReplicaCount is 1: KEDA itself acts only between 0 and 1, from 1 to N its HPA does.',
      'cooldownPeriod 15: no effect, because minReplicaCount is 1: KEDA itself acts only between 0 and 1, from 1 to N its HPA does.',
    ]);
    expect(parseConfig({ autoscaler: 'vpa+keda-cron' }).autoscaler.notes).toEqual([
      'vpa: The updater leaves the pods alone while fewer than 2 are alive (minReplicas).',
    ]);
  });

  it('says what is allowed in words, not in types', () => {
    const settings = {
      'keda-prometheus': { threshold: 0, timeout: '3', maxReplicaCount: 'ten', fallback: {}, idleReplicaCount: 2 },
      'hpa-multi': { metrics: [] },
      'hpa-cpu': { container: '', targetUtilization: 1001 },
    };
    expect(problems({ settings }).split('\n').slice(1)).toEqual([
      '  - settings.hpa-cpu.targetUtilization is 1001: at most 1000',
      '  - settings.hpa-cpu.container is "": at least 1 characters',
      '  - settings.hpa-multi.metrics is []: at least 1 entries',
      '  - settings.keda-prometheus.maxReplicaCount is "ten": must be of type number',
      '  - settings.keda-prometheus.idleReplicaCount is 2: allowed: 0',
      '  - settings.keda-prometheus.fallback.failureThreshold is not set: must be of type number',
      '  - settings.keda-prometheus.fallback.replicas is not set: must be of type number',
      '  - settings.keda-prometheus.threshold is 0: more than 0',
      '  - settings.keda-prometheus.timeout is "3": a duration such as 30s, 2m or 1h30m',
    ]);
  });

  it('checks the settings of the chosen target, and of others where they are written', () => {
    const images = { sample: 'registry.example/sample:1' };
    expect(parseConfig({ cluster: 'eks', eks: { images } }).cluster).toMatchObject({
      name: 'eks',
      settings: { images },
    });
    expect(problems({ cluster: 'eks' })).toContain('eks.images.sample is not set: needs the reference of an image');
    expect(problems({ eks: { images, zones: 9 } })).toContain('eks.zones is 9: at most 4');
  });

  it('goes without an experiment when asked to', () => {
    expect(parseConfig({ experiment: { preset: 'none' } }).experiment).toBeNull();
  });

  it('names what is wrong with the experiment', () => {
    expect(problems({ experiment: { preset: 'fast' } })).toMatch(/experiment\.preset is "fast".*default.*smoke/);
  });
});
