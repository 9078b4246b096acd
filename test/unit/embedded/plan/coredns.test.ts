import { objectPath } from '../../../../embedded/api/client';
import { coredns, type Manifest } from '../../../../embedded/plan/coredns';

const manifests = coredns('testbed.local/coredns:1', '10.70.16.10');

function one<T>(kind: string): Manifest & T {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Manifest & T;
}

describe('coredns', () => {
  it('answers at the address that the kubelets tell the pods', () => {
    const { metadata, spec } = one<{ spec: { clusterIP: string; ports: object[] } }>('Service');
    expect(metadata).toMatchObject({ name: 'kube-dns', namespace: 'kube-system' });
    expect(spec.clusterIP).toBe('10.70.16.10');
    expect(spec.ports).toContainEqual({ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 });
    expect(spec.ports).toContainEqual({ name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 });
  });

  it('runs the image that the nodes have, and pulls none', () => {
    const { spec } = one<{ spec: { template: { spec: { containers: object[] } } } }>('Deployment');
    expect(spec.template.spec.containers).toEqual([
      expect.objectContaining({ image: 'testbed.local/coredns:1', imagePullPolicy: 'Never' }),
    ]);
  });

  it('selects its own pods', () => {
    interface Deployment {
      spec: { selector: { matchLabels: object }; template: { metadata: { labels: object } } };
    }
    const { selector, template } = one<Deployment>('Deployment').spec;
    const service = one<{ spec: { selector: object } }>('Service').spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(template.metadata.labels).toMatchObject(service.selector);
  });

  it('only reads, and only what names are made from', () => {
    const { rules } = one<{ rules: { resources: string[]; verbs: string[] }[] }>('ClusterRole');
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'watch']));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
  });

  it('forwards nothing, for there is no way out', () => {
    expect(one<{ data: { Corefile: string } }>('ConfigMap').data.Corefile).not.toContain('forward');
  });

  it('has only objects that can be applied', () => {
    expect(() => manifests.map(objectPath)).not.toThrow();
  });
});
