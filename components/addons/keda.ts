import * as pulumi from '@pulumi/pulumi';
import type { KubeManifest } from '../../toolchain/types';
import type { Cluster } from '../cluster/types';
import { labels } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { access } from './access';
import { install } from './install';
import { apiService, certificateFor, fingerprint, namespace } from './serving';
import { definitions, deployment, service } from './upstream';

export interface KedaArgs {
  readonly cluster: Cluster;
  /** Upstream's manifests. */
  readonly manifests: readonly KubeManifest[];
  /** Namespace of the workload, the only one that is watched. */
  readonly watch: pulumi.Input<string>;
  readonly identity: pulumi.Output<string>;
}

const COMPONENT = 'autoscaling';
const OPERATOR = 'keda-operator';
const ADAPTER = 'keda-metrics-apiserver';
const CERTIFICATES = 'keda-certificates';

/**
 * KEDA: ScaledObjects in one namespace, and their metrics as `external.metrics.k8s.io`. Without upstream's admission webhooks: what they
 * check, the testbed checks before anything is created.
 */
export class Keda extends pulumi.ComponentResource {
  constructor(name: string, args: KedaArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Keda', name, {}, options);
    const { cluster, manifests, watch, identity } = args;
    const home = cluster.names.namespace('keda');
    const certificate = certificateFor(name, { services: [OPERATOR, ADAPTER], namespace: home }, { parent: this });
    const { roles, bindings } = access([OPERATOR, ADAPTER], COMPONENT, {
      own: home,
      workload: watch,
      names: cluster.names,
    });
    const program = {
      namespace: home,
      component: COMPONENT,
      placement: cluster.placement.system,
      environment: { WATCH_NAMESPACE: watch, KEDA_RESTRICT_SECRET_ACCESS: 'true' },
      volumes: { certificates: { secret: { secretName: CERTIFICATES } } },
      revision: certificate.certificate.apply(fingerprint),
    };
    install(
      name,
      [
        [namespace(home, COMPONENT)],
        [
          ingressPolicy({
            namespace: home,
            name: 'keda',
            component: COMPONENT,
            allowed: [
              // The external metrics API.
              { ports: [6443], from: 'anyone' },
              // The adapter asks the operator for the metrics.
              { ports: [9666], from: 'namespace' },
            ],
          }),
          ...definitions(manifests, labels('keda', COMPONENT)),
          ...roles,
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: CERTIFICATES, namespace: home, labels: labels('keda', COMPONENT) },
            type: 'Opaque',
            stringData: {
              'ca.crt': certificate.authority,
              'tls.crt': certificate.certificate,
              'tls.key': certificate.key,
            },
          },
        ],
        bindings,
        [
          deployment(manifests, {
            ...program,
            deployment: OPERATOR,
            image: cluster.image('keda-operator'),
            account: OPERATOR,
            // With a certificate of ours it needs no right to change Secrets and APIServices.
            flags: { 'enable-cert-rotation': 'false', 'leader-elect': null },
          }),
          deployment(manifests, {
            ...program,
            deployment: ADAPTER,
            image: cluster.image('keda-adapter'),
            account: ADAPTER,
          }),
          service(manifests, OPERATOR, { ...program, deployment: OPERATOR }),
          service(manifests, ADAPTER, { ...program, deployment: ADAPTER }),
        ],
        [apiService('external.metrics.k8s.io', 'v1beta1', { name: ADAPTER, namespace: home, certificate })],
      ],
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}
