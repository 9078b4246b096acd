import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { ChartPin } from '../../../stacks/versions';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy, type Allowance } from '../../networkPolicies';
import { releaseName } from './releaseName';

/** How a chart is installed in a cluster. */
export interface ChartSpec {
  readonly pin: ChartPin;
  /** Namespace of the release. It is made, but for `kube-system`, which every cluster has. */
  readonly namespace: string;
  /** Another chart has made the namespace, and is among what this one depends on. @default false */
  readonly sharesNamespace?: boolean;
  /** Pod Security Standard that the namespace is held to; say why where it is not the default. @default restricted */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
  /** What differs from the chart's own values. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * `release`: Helm installs it (helm.v3.Release), so its hooks run, and it is one resource that goes as a whole when another identity takes its
   * place. `chart`: Pulumi makes the objects (helm.v4.Chart), so each is in the preview and waited for by itself; hooks are left out.
   */
  readonly mode: 'release' | 'chart';
  /** Name of the release. @default that of the chart, so that it meets nobody else's on a shared cluster */
  readonly release?: string;
  /** Labels of the namespace besides the testbed's, for example what makes Istio inject its sidecars. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** What may reach the pods of its namespace; all else may not. @default no NetworkPolicy: anything may */
  readonly allowed?: readonly Allowance[];
  /** Time for all its pods to become ready, seconds. Only of a `release`. @default 600 */
  readonly timeoutSeconds?: number;
  /** Leaves out the definitions in the chart's directory `crds`: another chart brings them. @default false */
  readonly skipCrds?: boolean;
}

export interface ChartOptions {
  /** The component that the chart belongs to. */
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  /** Id of the add-on's identity: with another one the release is replaced, the old one first. Only of a `release`. */
  readonly identity?: pulumi.Output<string>;
  readonly dependsOn?: pulumi.Input<pulumi.Resource>[];
}

const SYSTEM = 'kube-system';
const TIMEOUT_SECONDS = 600;

/** Installs a chart in its namespace; what is returned is ready when its pods are. */
export function installChart(name: string, spec: ChartSpec, options: ChartOptions): pulumi.Resource {
  const { pin, mode } = spec;
  const { parent, cluster, identity, dependsOn = [] } = options;
  if (mode === 'chart' && identity !== undefined) {
    throw new Error(
      `Chart ${pin.chart}: an identity replaces a resource, and mode "chart" makes many; use mode "release".`,
    );
  }
  const same = identity ?? pulumi.output('');
  const child = { parent, provider: cluster.provider, dependsOn: [cluster.ready, ...dependsOn] };
  const namespace =
    spec.namespace === SYSTEM || spec.sharesNamespace
      ? undefined
      : new kubernetes.core.v1.Namespace(
          `${name}-namespace`,
          {
            metadata: same.apply(() => ({
              name: spec.namespace,
              labels: { ...labels(pin.chart, 'platform'), ...podSecurity(spec), ...spec.namespaceLabels },
            })),
          },
          { ...child, deleteBeforeReplace: true },
        );
  if (namespace !== undefined && spec.allowed !== undefined) {
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      ingressPolicy({
        namespace: namespace.metadata.name,
        name: pin.chart,
        component: 'platform',
        allowed: spec.allowed,
      }),
      { ...child, deleteBeforeReplace: true, deletedWith: namespace },
    );
  }
  const oci = pin.repository.startsWith('oci://');
  const common = {
    chart: oci ? `${pin.repository}/${pin.chart}` : pin.chart,
    ...(!oci && { repositoryOpts: { repo: pin.repository } }),
    version: pin.version,
    namespace: namespace?.metadata.name ?? spec.namespace,
    values: { ...spec.values },
    skipCrds: spec.skipCrds ?? false,
  };
  const release = releaseName(spec.release ?? pin.chart, cluster.names);
  if (mode === 'chart') return new kubernetes.helm.v4.Chart(name, { ...common, name: release }, child);
  return new kubernetes.helm.v3.Release(
    name,
    {
      ...common,
      // A name that is not known yet makes the engine replace the release.
      name: same.apply(() => release),
      // What fails is taken away again: the next update begins from nothing, and not from half of it.
      atomic: true,
      waitForJobs: true,
      timeout: spec.timeoutSeconds ?? TIMEOUT_SECONDS,
    },
    { ...child, deleteBeforeReplace: true },
  );
}

function podSecurity({ podSecurity: level = 'restricted' }: ChartSpec): Record<string, string> {
  return { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level };
}
