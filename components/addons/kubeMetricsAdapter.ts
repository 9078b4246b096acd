import * as pulumi from '@pulumi/pulumi';
import { kubeMetricsAdapter } from '../../stacks/versions';
import type { PrometheusService } from '../autoscalers/types';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { restrictedContainer, restrictedPod } from '../security';
import { access } from './access';
import { install, type PlannedObject } from './install';
import { apiService, certificateFor, certificateSecret, fingerprint, namespace } from './serving';

export interface KubeMetricsAdapterArgs {
  readonly cluster: Cluster;
  readonly prometheus: PrometheusService;
  /** Namespace of the workload, whose HPA's annotations it reads. */
  readonly watch: pulumi.Input<string>;
  readonly identity: pulumi.Output<string>;
}

const NAME = 'kube-metrics-adapter';
const COMPONENT = 'autoscaling';
const CERTIFICATES = 'serving-certificate';
const CERTIFICATE_PATH = '/var/run/serving-cert';
/** Upstream serves on 443, which only root may. */
const PORT = 6443;
/** Its own metrics; nobody asks for them, but it always serves them, and /metrics is how it is known to run. */
const METRICS_PORT = 7979;

/**
 * zalando-incubator's kube-metrics-adapter: it reads queries from the annotations of HPAs and serves the answers as `external.metrics.k8s.io`.
 * Its Helm chart is in its repository only, of an older version and published nowhere, so its objects are made here, after upstream's docs/*.yaml. It
 * can serve `custom.metrics.k8s.io` as well, which nothing here asks it for.
 */
export class KubeMetricsAdapter extends pulumi.ComponentResource {
  constructor(name: string, args: KubeMetricsAdapterArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:KubeMetricsAdapter', name, {}, options);
    const { cluster, watch, identity } = args;
    const home = cluster.names.namespace(NAME);
    const certificate = certificateFor(name, { services: [NAME], namespace: home }, { parent: this });
    const { roles, bindings } = access([NAME], COMPONENT, { own: home, workload: watch, names: cluster.names });
    const metadata = { namespace: home, labels: labels(NAME, COMPONENT) };
    install(
      name,
      [
        [namespace(home, COMPONENT)],
        [
          ingressPolicy({
            namespace: home,
            name: NAME,
            component: COMPONENT,
            // The API that it serves.
            allowed: [{ ports: [PORT], from: 'anyone' }],
          }),
          ...roles,
          certificateSecret({ name: CERTIFICATES, ...metadata }, certificate),
        ],
        bindings,
        [
          deployment(args, metadata, certificate.certificate.apply(fingerprint)),
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: NAME, ...metadata },
            spec: { selector: selector(NAME), ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
          },
        ],
        [apiService('external.metrics.k8s.io', 'v1beta1', { name: NAME, namespace: home, certificate })],
      ],
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}

function deployment(
  { cluster, prometheus }: Pick<KubeMetricsAdapterArgs, 'cluster' | 'prometheus'>,
  metadata: Pick<PlannedObject['metadata'], 'namespace' | 'labels'>,
  revision: pulumi.Output<string>,
): PlannedObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, ...metadata },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector(NAME) },
      template: {
        // It reads its certificate only once.
        metadata: { labels: labels(NAME, COMPONENT), annotations: { 'autoscaling-testbed/revision': revision } },
        spec: {
          ...cluster.placement.system,
          serviceAccountName: NAME,
          enableServiceLinks: false,
          securityContext: restrictedPod,
          containers: [
            {
              name: NAME,
              image: `${kubeMetricsAdapter.image}:${kubeMetricsAdapter.version}`,
              imagePullPolicy: 'IfNotPresent',
              args: [
                `--secure-port=${PORT}`,
                `--tls-cert-file=${CERTIFICATE_PATH}/tls.crt`,
                `--tls-private-key-file=${CERTIFICATE_PATH}/tls.key`,
                pulumi.interpolate`--prometheus-server=http://${prometheus.service}.${prometheus.namespace}.svc:${prometheus.port}`,
                // How soon a new HPA is seen; its own default is 30s.
                '--resource-update-interval=5s',
                // On a shared cluster there are HPAs that are none of its business.
                '--disregard-incompatible-hpas',
              ],
              ports: [
                { name: 'https', containerPort: PORT },
                { name: 'metrics', containerPort: METRICS_PORT },
              ],
              readinessProbe: {
                httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' },
                periodSeconds: 1,
                failureThreshold: 5,
              },
              livenessProbe: {
                httpGet: { path: '/livez', port: 'https', scheme: 'HTTPS' },
                periodSeconds: 10,
                failureThreshold: 6,
              },
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
              securityContext: restrictedContainer,
              volumeMounts: [{ name: 'certificate', mountPath: CERTIFICATE_PATH, readOnly: true }],
            },
          ],
          volumes: [{ name: 'certificate', secret: { secretName: CERTIFICATES } }],
        },
      },
    },
  };
}
