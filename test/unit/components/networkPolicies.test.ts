import { ingressPolicy } from '../../../components/networkPolicies';

const place = { namespace: 'keda', name: 'keda', component: 'autoscaling' };

describe('the NetworkPolicy of a namespace', () => {
  it('takes every pod of it, and lets nothing in by itself', () => {
    expect(ingressPolicy(place)).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'ingress', namespace: 'keda', labels: { 'app.kubernetes.io/name': 'keda' } },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [] },
    });
  });

  it('lets in whom it names, and where it names nobody, anyone', () => {
    const { spec } = ingressPolicy({
      ...place,
      allowed: [
        { ports: [6443], from: 'anyone' },
        { ports: [8080, 9666], from: 'namespace' },
      ],
    });
    expect(spec.ingress).toEqual([
      // Without "from": any source, inside the cluster and outside (NetworkPolicyIngressRule).
      { ports: [{ protocol: 'TCP', port: 6443 }] },
      {
        ports: [
          { protocol: 'TCP', port: 8080 },
          { protocol: 'TCP', port: 9666 },
        ],
        // Without a namespaceSelector: pods of the policy's own namespace (NetworkPolicyPeer).
        from: [{ podSelector: {} }],
      },
    ]);
  });

  it('leaves what pods send open', () => {
    expect(ingressPolicy(place).spec.policyTypes).not.toContain('Egress');
  });
});
