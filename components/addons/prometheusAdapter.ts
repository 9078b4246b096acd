import * as pulumi from '@pulumi/pulumi';
import { stringify } from 'yaml';
import type { KubeManifest } from '../../toolchain/types';
import type { AdapterRules, PrometheusService } from '../autoscalers/types';
import type { Cluster } from '../cluster/types';
import { labels } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { access } from './access';
import { install } from './install';
import { apiService, certificateFor, certificateSecret, fingerprint, namespace } from './serving';
import { deployment, service } from './upstream';

export interface PrometheusAdapterArgs {
  readonly cluster: Cluster;
  /** Upstream's manifests. */
  readonly manifests: readonly KubeManifest[];
  readonly prometheus: PrometheusService;
  /** Which series become which metrics, in upstream's format. */
  readonly config: AdapterRules;
  /** How often it looks for new series, seconds. @default 10 */
  readonly relistSeconds?: number;
  /** Namespace of the workload, whose pods' metrics it serves. */
  readonly watch: pulumi.Input<string>;
  readonly identity: pulumi.Output<string>;
}

const NAME = 'prometheus-adapter';
const COMPONENT = 'autoscaling';
const CERTIFICATES = 'serving-certificate';
/** For how long a series without new samples still counts as one, seconds. */
const MAX_AGE_SECONDS = 300;

/** API groups that prometheus-adapter serves with these rules; without rules for a group it does not serve it. */
export function adapterApis({ rules, externalRules }: AdapterRules): string[] {
  return [
    ...(rules.length > 0 ? ['custom.metrics.k8s.io'] : []),
    ...(externalRules.length > 0 ? ['external.metrics.k8s.io'] : []),
  ];
}

/** The newest version of each API group that the adapter serves and the HPA asks for. */
const VERSIONS: Readonly<Record<string, string>> = {
  'custom.metrics.k8s.io': 'v1beta2',
  'external.metrics.k8s.io': 'v1beta1',
};

/** prometheus-adapter: Prometheus' series as `custom.metrics.k8s.io` and `external.metrics.k8s.io`. */
export class PrometheusAdapter extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusAdapterArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:PrometheusAdapter', name, {}, options);
    const { cluster, manifests, prometheus, config, watch, identity } = args;
    const home = cluster.names.namespace('prometheus-adapter');
    const certificate = certificateFor(name, { services: [NAME], namespace: home }, { parent: this });
    const { roles, bindings } = access([NAME], COMPONENT, { own: home, workload: watch, names: cluster.names });
    const metadata = { namespace: home, labels: labels(NAME, COMPONENT) };
    const file = stringify(config);
    const program = { deployment: NAME, namespace: home, component: COMPONENT };
    install(
      name,
      [
        [namespace(home, COMPONENT)],
        [
          ingressPolicy({
            namespace: home,
            name: NAME,
            component: COMPONENT,
            // The APIs that it serves.
            allowed: [{ ports: [6443], from: 'anyone' }],
          }),
          ...roles,
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'rules', ...metadata },
            data: { 'config.yaml': file },
          },
          certificateSecret({ name: CERTIFICATES, ...metadata }, certificate),
        ],
        bindings,
        [
          deployment(manifests, {
            ...program,
            image: cluster.image('prometheus-adapter'),
            account: NAME,
            placement: cluster.placement.system,
            flags: {
              'cert-dir': null,
              'tls-cert-file': '/var/run/serving-cert/tls.crt',
              'tls-private-key-file': '/var/run/serving-cert/tls.key',
              'prometheus-url': pulumi.interpolate`http://${prometheus.service}.${prometheus.namespace}.svc:${prometheus.port}/`,
              'metrics-relist-interval': `${args.relistSeconds ?? 10}s`,
              'metrics-max-age': `${MAX_AGE_SECONDS}s`,
            },
            volumes: {
              config: { configMap: { name: 'rules' } },
              'volume-serving-cert': { secret: { secretName: CERTIFICATES } },
            },
            // It reads the rules only once.
            revision: certificate.certificate.apply((pem) => fingerprint(`${file}${pem}`)),
          }),
          service(manifests, NAME, program),
        ],
        adapterApis(config).map((group) =>
          apiService(group, VERSIONS[group] ?? '', { name: NAME, namespace: home, certificate }),
        ),
      ],
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}
