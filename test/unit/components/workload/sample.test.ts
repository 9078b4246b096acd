import * as kubernetes from '@pulumi/kubernetes';
import { membership, type MeshMode } from '../../../../components/addons/istio/mesh';
import { Sample } from '../../../../components/workload/sample';
import { made } from '../../../support/charts';

const sample = async (mode: MeshMode) => {
  const all = await made(
    (cluster) =>
      new Sample('sample', {
        cluster,
        cpuRequest: 0.2,
        cpuLimit: 0.4,
        memoryMiB: 128,
        replicasAfter: new kubernetes.Provider('other', {}),
        ...(mode !== 'none' && { mesh: membership({ mode }) }),
      }),
  );
  const inputs = (type: string) => all.find((resource) => resource.type.endsWith(`:${type}`))?.inputs as object;
  return { namespace: inputs('Namespace'), deployment: inputs('Deployment'), policy: inputs('NetworkPolicy') };
};

const template = (annotations: object) => ({ spec: { template: { metadata: { annotations } } } });
const scrape = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '8080',
  'prometheus.io/path': '/metrics',
};

describe('the sample application', () => {
  it('knows nothing of a mesh where there is none', async () => {
    const { namespace, deployment, policy } = await sample('none');
    expect(JSON.stringify(namespace)).not.toContain('istio');
    const { spec } = deployment as { spec: { template: { metadata: { annotations: object } } } };
    expect(spec.template.metadata.annotations).toEqual(scrape);
    expect(policy).toMatchObject({ spec: { ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }] } });
  });

  it('has a sidecar by the labels of its namespace and annotations of its pods, and lets Prometheus reach it', async () => {
    const { namespace, deployment, policy } = await sample('sidecar');
    expect(namespace).toMatchObject({
      metadata: { labels: { 'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    // istiod replaces the scrape annotations by those of the merged metrics.
    expect(deployment).toMatchObject(template({ ...scrape, 'sidecar.istio.io/nativeSidecar': 'true' }));
    expect(policy).toMatchObject({ spec: { ingress: [{ ports: [{ port: 8080 }, { port: 15020 }] }] } });
  });

  it('is in ambient mode by the label of its namespace, and takes the tunnel', async () => {
    const { namespace, policy } = await sample('ambient');
    expect(namespace).toMatchObject({ metadata: { labels: { 'istio.io/dataplane-mode': 'ambient' } } });
    expect(policy).toMatchObject({ spec: { ingress: [{ ports: [{ port: 8080 }, { port: 15008 }] }] } });
  });
});
