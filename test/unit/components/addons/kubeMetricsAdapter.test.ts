import * as pulumi from '@pulumi/pulumi';
import { KubeMetricsAdapter } from '../../../../components/addons/kubeMetricsAdapter';
import { chartCluster } from '../../../support/charts';
import { registered, type Registered } from '../../../support/mocks';

const make = async (): Promise<Registered[]> =>
  registered(
    () =>
      new KubeMetricsAdapter('adapter', {
        cluster: chartCluster(),
        prometheus: { namespace: 'monitoring', service: 'prometheus', port: 9090 },
        watch: 'testbed-app',
        identity: pulumi.output('1'),
      }),
    ({ type }) => (type.endsWith(':Certificate') ? { authority: 'CA', certificate: 'cert', key: 'key' } : {}),
  );
const inputs = (all: readonly Registered[], kind: string) =>
  JSON.parse(JSON.stringify(all.find(({ type }) => type.endsWith(`:${kind}`))?.inputs)) as object;

describe('kube-metrics-adapter', () => {
  it('serves external metrics and no other API', async () => {
    const services = (await make()).filter(({ type }) => type.endsWith(':APIService'));
    expect(services.map(({ inputs: { metadata } }) => (metadata as { name: string }).name)).toEqual([
      'v1beta1.external.metrics.k8s.io',
    ]);
    expect(services[0]?.inputs['spec']).toMatchObject({
      caBundle: Buffer.from('CA').toString('base64'),
      service: { name: 'kube-metrics-adapter', namespace: 'kube-metrics-adapter', port: 443 },
    });
  });

  it('is one restricted pod of the pinned image on the system node, which asks the Prometheus of the testbed', async () => {
    const deployment = inputs(await make(), 'Deployment');
    expect(deployment).toMatchObject({
      spec: {
        replicas: 1,
        template: {
          spec: {
            nodeSelector: { 'autoscaling-testbed/role': 'system' },
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                image: 'ghcr.io/zalando-incubator/kube-metrics-adapter:v0.2.9',
                args: [
                  '--secure-port=6443',
                  '--tls-cert-file=/var/run/serving-cert/tls.crt',
                  '--tls-private-key-file=/var/run/serving-cert/tls.key',
                  '--prometheus-server=http://prometheus.monitoring.svc:9090',
                  '--resource-update-interval=5s',
                  '--disregard-incompatible-hpas',
                ],
                resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
                securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
              },
            ],
          },
        },
      },
    });
    expect(inputs(await make(), 'NetworkPolicy')).toMatchObject({ spec: { ingress: [{ ports: [{ port: 6443 }] }] } });
  });
});
