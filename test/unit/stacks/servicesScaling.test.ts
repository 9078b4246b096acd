/** Variants that scale each of several services: with settings of a service's own, and what is refused. */
import { findVariant, variantNames } from '../../../components/autoscalers/registry';
import { ConfigError } from '../../../stacks/problems';
import { parseConfig } from '../../../stacks/schema';
import { flagsBy, requiredBy, rulesBy } from '../../../stacks/servicesScaling';
import { settingsInUse } from '../../../stacks/servicesSettings';

/** The chain: `frontend` calls `api`, which calls `store`. */
const parsed = (autoscaler: string, { settings = {}, ...workload }: Record<string, unknown> = {}) =>
  parseConfig({
    autoscaler,
    settings,
    workload: { graph: 'chain', ...workload },
    experiment: { preset: 'none' },
    nodes: { count: 2, app: { cpu: 2, memoryMiB: 4096 } },
  });

function problems(...config: Parameters<typeof parsed>): string[] {
  try {
    parsed(...config);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, allowed }) => `${path}: ${allowed}`);
    throw error;
  }
  return [];
}

const store = (settings: object) => ({ services: { store: { settings } } });

describe('the variants for several services', () => {
  it.each([
    'fixed',
    'hpa-cpu',
    'hpa-memory',
    'hpa-requests',
    'hpa-multi',
    'hpa-istio',
    'keda-prometheus',
    'keda-istio',
    'keda-cron',
    'keda-cpu',
    'vpa',
    'vpa+hpa-requests',
  ])('are scaled each by %s', (name) => {
    expect(problems(name)).toEqual([]);
  });

  it('are refused with the reason where each cannot have one of its own', () => {
    const refused = variantNames.filter((name) => problems(name).some((one) => !one.includes('cannot install')));
    expect(refused).toEqual(['hpa-external', 'hpa-istio-annotations', 'keda-zero']);
    expect(problems('hpa-external')).toEqual([
      expect.stringMatching(/^autoscaler: its external metric is the sum over the namespace/),
    ]);
    expect(problems('hpa-istio-annotations').join()).toContain(
      'kube-metrics-adapter keeps external metrics by their name',
    );
    expect(problems('keda-zero')).toEqual([
      expect.stringMatching(/^autoscaler: it lets api, store rest at zero replicas, and other services call them: /),
    ]);
    expect(problems('hpa-cpu', { autoscale: [] })).toEqual([
      'workload.autoscale: a service to scale, or the variant "fixed"',
    ]);
    expect(problems('fixed', { autoscale: [] })).toEqual([]);
  });

  it('rest at zero where nobody calls them', () => {
    expect(problems('keda-zero', { autoscale: ['frontend'] })).toEqual([]);
    expect(problems('keda-zero', { settings: { 'keda-zero': { minReplicaCount: 1 } } })).toEqual([]);
    const zero = { 'keda-prometheus': { idleReplicaCount: 0 } };
    expect(problems('keda-prometheus', store(zero))).toEqual([expect.stringContaining('it lets store rest at zero')]);
  });

  it('have an external metric where its selector says of which service', () => {
    const external = (...selectors: object[]) => ({
      autoscale: ['api', 'store'],
      services: Object.fromEntries(
        selectors.map((selector, i) => [i === 0 ? 'api' : 'store', { settings: { 'hpa-external': { selector } } }]),
      ),
    });
    expect(problems('hpa-external', external({ app: 'api' }, { app: 'store' }))).toEqual([]);
    expect(problems('hpa-external', external({ app: 'api' }, { app: 'api' }))).toHaveLength(1);
    expect(problems('hpa-external', external({ app: 'api' }))).toHaveLength(1);
    const settings = { 'hpa-multi': { metrics: [{ type: 'cpu' }, { type: 'external' }] } };
    expect(problems('hpa-multi', { settings })).toHaveLength(1);
  });
});

describe('settings of a service', () => {
  it('are those of the variant with what the service has of its own', () => {
    const { autoscaler, services } = parsed('hpa-istio', {
      settings: { 'hpa-istio': { maxReplicas: 6, targetAverageValue: 20 } },
      services: {
        store: { settings: { 'hpa-istio': { targetAverageValue: 5 }, 'hpa-cpu': { maxReplicas: 3 } } },
      },
    });
    expect(autoscaler.settings).toMatchObject({ maxReplicas: 6, targetAverageValue: 20 });
    expect(services?.settings).toEqual({
      store: expect.objectContaining({ maxReplicas: 6, targetAverageValue: 5, window: '30s' }) as unknown,
    });
    expect(settingsInUse(autoscaler.settings, services)).toEqual([autoscaler.settings, services?.settings['store']]);
  });

  it('take a key out with null, where another is to stand for it', () => {
    const settings = { 'hpa-cpu': { targetUtilization: 70 } };
    const own = { 'hpa-cpu': { targetUtilization: null, targetAverageValue: '50m' } };
    expect(parsed('hpa-cpu', { settings, ...store(own) }).services?.settings['store']).toMatchObject({
      targetAverageValue: '50m',
    });
    expect(parsed('hpa-cpu', store(own)).services?.settings['store']).toMatchObject({ targetAverageValue: '50m' });
  });

  it('are checked as the key settings is, of every variant that they name', () => {
    expect(
      problems('hpa-cpu', {
        settings: { 'hpa-cpu': { minReplicas: 2 } },
        ...store({ 'hpa-cpu': { maxReplicas: 1 }, 'keda-cpu': { pollingInterval: 0 }, cpu: {} }),
      }),
    ).toEqual([
      'workload.services.store.settings.hpa-cpu.minReplicas: must be at most maxReplicas',
      'workload.services.store.settings.keda-cpu.pollingInterval: at least 1',
      'workload.services.store.settings.cpu: no such key; remove it or mend its name',
    ]);
  });

  it('cannot make two of what is there once for all services', () => {
    expect(problems('hpa-istio', store({ 'hpa-istio': { window: '1m' } }))).toEqual([
      expect.stringContaining("prometheus-adapter's metric istio_requests_per_second, which is one for all"),
    ]);
    const named = { window: '1m', metric: 'store_requests_per_second' };
    expect(problems('hpa-requests', store({ 'hpa-requests': named }))).toEqual([]);
    expect(problems('vpa', store({ vpa: { updater: { 'updater-interval': '10s' } } }))).toEqual([
      expect.stringContaining('differ in updater.updater-interval'),
    ]);
  });

  it('say what has no effect', () => {
    const notes = (...config: Parameters<typeof parsed>) => parsed(...config).autoscaler.notes;
    expect(notes('hpa-cpu', { ...store({ 'hpa-cpu': { maxReplicas: 2 } }), autoscale: ['api'] })).toEqual([
      'workload.services.store.settings: no effect, because workload.autoscale leaves store out.',
    ]);
    expect(notes('vpa', store({ vpa: { updateMode: 'Off' } }))).toContainEqual(
      'store: updateMode Off: the VPA only recommends and changes nothing.',
    );
  });

  it('ask for the add-ons, rules and flags of all', () => {
    const of = (name: string, services: object) => {
      const config = parsed(name, { services });
      const inUse = settingsInUse(config.autoscaler.settings, config.services);
      const variant = findVariant(name)!;
      return { required: requiredBy(variant, inUse), rules: rulesBy(variant, inUse), flags: flagsBy(variant, inUse) };
    };
    // The counter of the services, not that of the single sample.
    const multi = of('hpa-multi', { store: { settings: { 'hpa-multi': { metrics: [{ type: 'memory' }] } } } });
    expect(multi.required).toEqual(['metrics-server', 'prometheus', 'prometheus-adapter']);
    expect(multi.rules.rules).toEqual([
      expect.objectContaining({
        name: { matches: '^service_requests_served_total$', as: 'service_requests_served_per_second' },
      }),
    ]);
    expect(multi.flags).toBeUndefined();
    const vpa = of('vpa', { store: { settings: { vpa: { updateMode: 'InPlace' } } } });
    expect(vpa.flags?.updater).toEqual({ 'feature-gates': 'InPlace=true' });
  });
});
