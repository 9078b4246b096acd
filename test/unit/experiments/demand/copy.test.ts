import { copyOf, type Deployment } from '../../../../experiments/demand/copy';

const deployment: Deployment = {
  metadata: { name: 'shop', namespace: 'app', uid: 'u-1' },
  spec: {
    selector: { matchLabels: { 'app.kubernetes.io/name': 'shop' }, matchExpressions: [{ key: 'tier' }] },
    template: {
      metadata: {
        labels: { 'app.kubernetes.io/name': 'shop', tier: 'front', mesh: 'in' },
        annotations: { 'prometheus.io/scrape': 'true' },
      },
      spec: { containers: [{ name: 'app', image: 'shop:1' }], nodeSelector: { pool: 'app' } },
    },
  },
};
const service = {
  spec: {
    clusterIP: '10.0.0.7',
    type: 'NodePort',
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30_080 }],
  },
};
const copy = copyOf(deployment, service);

it('has the same pods, but no replicas yet', () => {
  expect(copy.deployment.spec.replicas).toBe(0);
  expect(copy.deployment.spec.template.spec).toEqual(deployment.spec.template.spec);
  expect(copy.deployment.spec.template.metadata.annotations).toEqual({ 'prometheus.io/scrape': 'true' });
});

it("is nothing that the workload's own selector, and so its autoscaler, takes for its own", () => {
  const labels: Readonly<Record<string, string>> = copy.deployment.spec.template.metadata.labels;
  expect(labels['app.kubernetes.io/name']).toBe('shop-demand');
  expect(labels).not.toHaveProperty('tier');
  // What else it has makes it what it is, for example a member of a mesh.
  expect(labels['mesh']).toBe('in');
});

it('is selected by its own Deployment and Service, and by labels that all its pods have', () => {
  const { labels } = copy.deployment.spec.template.metadata;
  expect(copy.service.spec.selector).toEqual(copy.deployment.spec.selector.matchLabels);
  expect(labels).toMatchObject(copy.service.spec.selector);
});

it('is served at the same ports, at an address of its own', () => {
  expect(copy.service.spec).toEqual({
    selector: expect.anything() as object,
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'web' }],
  });
});

it('goes with the workload', () => {
  for (const { metadata } of [copy.deployment, copy.service])
    expect(metadata).toMatchObject({
      name: 'shop-demand',
      namespace: 'app',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop', uid: 'u-1' }],
    });
});

it('has names that are short enough', () => {
  const long = copyOf({ ...deployment, metadata: { ...deployment.metadata, name: 'x'.repeat(63) } }, service);
  expect(long.service.metadata.name).toHaveLength(63);
});
