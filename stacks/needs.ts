import type { AddonName } from '../components/addons/names';
import { addons, chosenAddons } from '../components/addons/registry';
import type { AdapterRules } from '../components/autoscalers/types';
import type { Needs } from '../components/cluster/types';
import type { ImageName } from '../toolchain/types';
import { hasPools } from './nodePoolsRules';
import type { TestbedConfig } from './schema';

const MONITORING_IMAGES: Readonly<Record<TestbedConfig['monitoring'], readonly ImageName[]>> = {
  basic: [],
  operator: [
    'prometheus-operator',
    'prometheus-config-reloader',
    'alertmanager',
    'kube-state-metrics',
    'node-exporter',
  ],
};

/**
 * What the configuration asks of its cluster.
 * @param required the add-ons that the variant requires
 * @param rules prometheus-adapter's rules
 */
export function needsOf(
  config: Pick<TestbedConfig, 'own' | 'monitoring' | 'experiment' | 'istio' | 'loadPlatform' | 'argoCd' | 'nodePools'>,
  required: readonly AddonName[],
  rules: AdapterRules,
): Needs {
  const chosen = chosenAddons(required, rules);
  return {
    // Resource metrics are wanted by people (kubectl top) whatever the variant.
    addons: [
      'metrics-server',
      'prometheus',
      ...(config.istio.mode === 'none' ? [] : ['istio']),
      ...(config.istio.gateway ? ['gateway-api'] : []),
      ...(config.loadPlatform === 'none' ? [] : [config.loadPlatform]),
      ...(config.argoCd === null ? [] : ['argo-cd']),
      ...(hasPools(config.nodePools) ? ['karpenter'] : []),
      ...chosen,
    ],
    apis: chosen.flatMap((name) => addons[name].apis(rules)),
    images: [
      ...(config.own === null ? (['sample'] as const) : []),
      ...(config.experiment === null ? [] : [config.experiment.load.driver]),
    ],
    platformImages: [
      'metrics-server',
      'prometheus',
      ...MONITORING_IMAGES[config.monitoring],
      ...(hasPools(config.nodePools) ? (['karpenter'] as const) : []),
      ...chosen.flatMap((name) => addons[name].images),
    ],
    operator: config.monitoring === 'operator',
  };
}
