import * as pulumi from '@pulumi/pulumi';
import type { KubeManifest } from '../../toolchain/types';
import type { VpaFlags } from '../autoscalers/types';
import type { Cluster } from '../cluster/types';
import { labels } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { access } from './access';
import { install } from './install';
import { caBundle, certificateFor, fingerprint, namespace } from './serving';
import { definitions, deployment, service } from './upstream';

export interface VpaArgs {
  readonly cluster: Cluster;
  /** Upstream's manifests. */
  readonly manifests: readonly KubeManifest[];
  /** Namespace of the workload, the only one that is watched. */
  readonly watch: pulumi.Input<string>;
  /** Flags of the programs that differ from upstream's defaults. @default none */
  readonly flags?: VpaFlags;
  readonly identity: pulumi.Output<string>;
}

const COMPONENT = 'autoscaling';
const RECOMMENDER = 'vpa-recommender';
const UPDATER = 'vpa-updater';
const ADMISSION = 'vpa-admission-controller';
const WEBHOOK = 'vpa-webhook';
const CERTIFICATES = 'vpa-tls-certs';

/** The vertical pod autoscaler: recommender, updater and admission controller, for one namespace. */
export class Vpa extends pulumi.ComponentResource {
  constructor(name: string, args: VpaArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Vpa', name, {}, options);
    const { cluster, manifests, watch, identity, flags } = args;
    const home = cluster.names.namespace('vpa');
    const certificate = certificateFor(name, { services: [WEBHOOK], namespace: home }, { parent: this });
    const { roles, bindings } = access([RECOMMENDER, UPDATER, ADMISSION], COMPONENT, {
      own: home,
      workload: watch,
      names: cluster.names,
    });
    const program = (
      account: typeof RECOMMENDER | typeof UPDATER | typeof ADMISSION,
      own: Readonly<Record<string, string>> = {},
    ) => ({
      deployment: account,
      namespace: home,
      component: COMPONENT,
      image: cluster.image(account),
      account,
      placement: cluster.placement.system,
      flags: { 'vpa-object-namespace': watch, ...own },
    });
    install(
      name,
      [
        [namespace(home, COMPONENT)],
        [
          ingressPolicy({
            namespace: home,
            name: 'vpa',
            component: COMPONENT,
            // The webhook.
            allowed: [{ ports: [8000], from: 'anyone' }],
          }),
          ...definitions(manifests, labels('vpa', COMPONENT)),
          ...roles,
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: CERTIFICATES, namespace: home, labels: labels('vpa', COMPONENT) },
            type: 'Opaque',
            stringData: {
              'caCert.pem': certificate.authority,
              'serverCert.pem': certificate.certificate,
              'serverKey.pem': certificate.key,
            },
          },
        ],
        bindings,
        [
          deployment(manifests, program(RECOMMENDER, flags?.recommender)),
          deployment(manifests, program(UPDATER, flags?.updater)),
          deployment(manifests, {
            ...program(ADMISSION, {
              // Registered by itself it would stay registered when the add-on goes.
              'register-webhook': 'false',
              ...flags?.admissionController,
            }),
            revision: certificate.certificate.apply(fingerprint),
          }),
          service(manifests, WEBHOOK, { deployment: ADMISSION, namespace: home, component: COMPONENT }),
        ],
        [
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'MutatingWebhookConfiguration',
            metadata: { name: cluster.names.global('vpa-webhook-config'), labels: labels('vpa', COMPONENT) },
            webhooks: [webhook(certificate, home, watch)],
          },
        ],
      ],
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}

/** As the admission controller would register itself. A pod that it does not answer for in time starts as it is. */
function webhook(certificate: Parameters<typeof caBundle>[0], home: string, watch: pulumi.Input<string>) {
  return {
    name: 'vpa.k8s.io',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: WEBHOOK, namespace: home, port: 443 }, caBundle: caBundle(certificate) },
    failurePolicy: 'Ignore',
    sideEffects: 'None',
    timeoutSeconds: 10,
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': watch } },
    rules: [
      { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
      {
        apiGroups: ['autoscaling.k8s.io'],
        apiVersions: ['*'],
        operations: ['CREATE', 'UPDATE'],
        resources: ['verticalpodautoscalers'],
        scope: 'Namespaced',
      },
    ],
  };
}
