import * as kubernetes from '@pulumi/kubernetes';
import { labels } from '../labels';
import { seconds } from './duration';
import { periodic, PERIODS } from './notice';
import type { Variant } from './types';
import { vpaSettings, type ContainerPolicy, type ControlledResource, type VpaSettings } from './vpaSettings';

const NAME = 'vpa';
/** Defaults of the programs (pkg/recommender/config and pkg/updater/config in vertical-pod-autoscaler v1.8.1). */
const INTERVAL = '1m';
const MIN_REPLICAS = 2;

/** A VerticalPodAutoscaler: it changes the pods' requests, not their number. */
export const vpa: Variant<VpaSettings> = {
  name: NAME,
  description: 'CPU and memory usage of the pods; their size and not their number (VPA)',
  settings: vpaSettings,
  requires: () => ['metrics-server', 'vpa'],
  claims: (settings) =>
    controlledResources(settings).map((thing) => ({ thing, owner: 'the VerticalPodAutoscaler of vpa' })),
  notes,
  /**
   * The recommender reads metrics-server at its interval, the updater compares pods with recommendations at its own (RunOnce in
   * pkg/recommender/routines and pkg/updater/logic). This is the time to the first possible act on a running pod: recommendations are
   * percentiles of a history and move more slowly than that.
   */
  notice: ({ updateMode, recommender, updater }) =>
    updates(updateMode)
      ? periodic(
          0,
          PERIODS.kubelet,
          PERIODS.metricsServer,
          seconds(recommender['recommender-interval'] ?? INTERVAL),
          seconds(updater['updater-interval'] ?? INTERVAL),
        )
      : null,
  vpaFlags(settings) {
    const gates = featureGates(settings);
    const common: Record<string, string> =
      gates.length === 0 ? {} : { 'feature-gates': gates.map((gate) => `${gate}=true`).join(',') };
    return {
      recommender: { ...flags(settings.recommender), ...common },
      updater: { ...flags(settings.updater), ...common },
      admissionController: common,
    };
  },
  replicas: ({ replicas }) => replicas,
  create(name, args, options) {
    const { updateMode, minReplicas, evictionRequirements, evictAfterOOMSeconds, resourcePolicy, startupBoost } =
      args.settings;
    const object = new kubernetes.apiextensions.CustomResource(
      `${name}-vpa`,
      {
        apiVersion: 'autoscaling.k8s.io/v1',
        kind: 'VerticalPodAutoscaler',
        metadata: {
          name: args.identity,
          namespace: args.workload.namespace,
          labels: labels(NAME, 'autoscaler'),
        },
        spec: {
          targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: args.workload.deployment },
          updatePolicy: { updateMode, minReplicas, evictionRequirements, evictAfterOOMSeconds },
          resourcePolicy: resourcePolicy && { containerPolicies: resourcePolicy.containerPolicies.map(apiPolicy) },
          startupBoost,
        },
      },
      { ...options, provider: args.cluster.provider },
    );
    return { vpa: object.metadata.name };
  },
};

/** Modes in which running pods are changed. */
const updates = (mode: VpaSettings['updateMode']): boolean => mode !== 'Off' && mode !== 'Initial';

/** The ratio is a quantity in the API. */
const apiPolicy = (policy: ContainerPolicy) => ({
  ...policy,
  oomBumpUpRatio: policy.oomBumpUpRatio === undefined ? undefined : String(policy.oomBumpUpRatio),
});

/** Resources that the VPA sets in any container. */
export function controlledResources({ updateMode, resourcePolicy }: VpaSettings): ControlledResource[] {
  if (updateMode === 'Off') return [];
  const policies = resourcePolicy?.containerPolicies ?? [];
  // Containers without a policy, where there may be some.
  const others = policies.some(({ containerName }) => containerName === '*') ? [] : [{ containerName: '*' }];
  const all: readonly Partial<ContainerPolicy>[] = [...policies, ...others];
  const controlled = all
    .filter(({ mode }) => mode !== 'Off')
    .flatMap((policy) => policy.controlledResources ?? (['cpu', 'memory'] as const));
  return (['cpu', 'memory'] as const).filter((resource) => controlled.includes(resource));
}

/** Alpha features that the settings ask for, off unless asked for (pkg/features in vertical-pod-autoscaler v1.8.1). */
export function featureGates(settings: VpaSettings): string[] {
  const policies = settings.resourcePolicy?.containerPolicies ?? [];
  const has = (...keys: (keyof ContainerPolicy)[]) =>
    policies.some((policy) => keys.some((key) => policy[key] !== undefined));
  const perVpa = has(
    'oomBumpUpRatio',
    'oomMinBumpUp',
    'memoryAggregationIntervalSeconds',
    'memoryAggregationIntervalCount',
  );
  return [
    ...(settings.startupBoost !== undefined || has('startupBoost') ? ['CPUStartupBoost'] : []),
    ...(settings.updateMode === 'InPlace' ? ['InPlace'] : []),
    ...(settings.evictAfterOOMSeconds !== undefined || perVpa ? ['PerVPAConfig'] : []),
  ];
}

const flags = (values: Readonly<Record<string, string | number | boolean | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const prefixed = (prefix: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));

function notes(settings: VpaSettings): string[] {
  const { updateMode, minReplicas, evictionRequirements, evictAfterOOMSeconds, updater } = settings;
  if (!updates(updateMode)) {
    const values = { minReplicas, evictionRequirements, evictAfterOOMSeconds, ...prefixed('updater.', updater) };
    const idle = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [key]));
    return [
      updateMode === 'Off'
        ? 'updateMode Off: the VPA only recommends and changes nothing.'
        : 'updateMode Initial: only pods that are created later get the recommendation; running ones are left alone.',
      ...(idle.length === 0 ? [] : [`${idle.join(', ')}: no effect with updateMode ${updateMode}.`]),
    ];
  }
  const least = minReplicas ?? MIN_REPLICAS;
  return [
    ...(updateMode === 'Auto' ? ['updateMode Auto is deprecated upstream: it is Recreate.'] : []),
    ...(updateMode === 'InPlace' && evictionRequirements !== undefined
      ? ['evictionRequirements: no effect with updateMode InPlace, which never evicts.']
      : []),
    ...(least > 1 && !updater['in-place-skip-disruption-budget']
      ? [`The updater leaves the pods alone while fewer than ${least} are alive (minReplicas).`]
      : []),
  ];
}
