import { findVariant, variantNames, variants } from '../../../../components/autoscalers/registry';

describe('the registry', () => {
  it('has every variant', () => {
    expect(variantNames).toEqual([
      'fixed',
      'hpa-cpu',
      'hpa-memory',
      'hpa-requests',
      'hpa-external',
      'hpa-multi',
      'hpa-istio',
      'hpa-istio-annotations',
      'keda-prometheus',
      'keda-istio',
      'keda-cron',
      'keda-cpu',
      'keda-zero',
      'vpa',
    ]);
  });

  it.each(variantNames)('%s works with no settings at all', (name) => {
    const settings = variants[name]?.settings.parse({});
    expect(variants[name]?.requires(settings)).toBeDefined();
    expect(variants[name]?.claims(settings).length).toBeGreaterThan(0);
  });

  it.each(variantNames.filter((name) => !['fixed', 'vpa'].includes(name)))('%s goes from 1 (or 0) to 10', (name) => {
    const settings = variants[name]?.settings.parse({}) as Record<string, unknown>;
    expect(settings['maxReplicas'] ?? settings['maxReplicaCount']).toBe(10);
    expect(settings['minReplicas'] ?? settings['minReplicaCount']).toBe(name === 'keda-zero' ? 0 : 1);
  });

  it('finds combinations, of known variants, each once', () => {
    expect(findVariant('vpa+keda-prometheus')?.name).toBe('vpa+keda-prometheus');
    expect(findVariant('vpa+vpa')).toBeUndefined();
    expect(findVariant('vpa+')).toBeUndefined();
    expect(findVariant('toString')).toBeUndefined();
  });
});
