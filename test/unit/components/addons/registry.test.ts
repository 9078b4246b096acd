import { addonState, chosenAddons, withoutChart } from '../../../../components/addons/registry';
import type { AdapterRules } from '../../../../components/autoscalers/types';

const none: AdapterRules = { rules: [], externalRules: [] };
const custom = { rules: [{ seriesQuery: 'a' }], externalRules: [] };
const external = { rules: [], externalRules: [{ seriesQuery: 'a' }] };

describe('the add-ons of a variant', () => {
  it('are those that it requires, but for the ones that are always there', () => {
    expect(chosenAddons(['metrics-server', 'prometheus'], none)).toEqual([]);
    expect(chosenAddons(['keda', 'prometheus'], none)).toEqual(['keda']);
    expect(chosenAddons(['vpa', 'keda'], none)).toEqual(['keda', 'vpa']);
  });

  it('never serve the same API', () => {
    expect(() => chosenAddons(['keda', 'prometheus-adapter'], external)).toThrow(
      'external.metrics.k8s.io can have one owner, and both prometheus-adapter and keda would serve it.',
    );
    expect(chosenAddons(['keda', 'prometheus-adapter'], custom)).toEqual(['prometheus-adapter', 'keda']);
  });

  it('are made anew when they are to serve other APIs, and not for other rules', () => {
    const state = (rules: AdapterRules) => addonState('prometheus-adapter', ['prometheus-adapter'], rules);
    expect(addonState('prometheus-adapter', [], custom)).toBe('absent');
    expect(state(custom)).toBe('installed custom.metrics.k8s.io');
    expect(state(external)).toBe('installed external.metrics.k8s.io');
    expect(state({ rules: [{ seriesQuery: 'b' }], externalRules: [] })).toBe(state(custom));
    expect(addonState('vpa', ['vpa'], none)).toBe('installed');
  });

  it('are made anew when they come another way', () => {
    expect(addonState('vpa', ['vpa'], none, true)).toBe('installed by chart');
    expect(addonState('kube-metrics-adapter', ['kube-metrics-adapter'], none, true)).toBe(
      'installed external.metrics.k8s.io',
    );
  });

  it('need no manifests and images where they come by charts', () => {
    expect(withoutChart(['keda', 'vpa', 'kube-metrics-adapter'], true)).toEqual(['kube-metrics-adapter']);
    expect(withoutChart(['keda', 'vpa'], false)).toEqual(['keda', 'vpa']);
  });
});
