/** A Node object as Karpenter's kwok provider makes it: the node agent gives it a machine. Memory in MiB. */
export function pooledNode(name: string, size: { readonly cpu: number; readonly memory: number }, pool = ''): object {
  const resources = { cpu: String(size.cpu), memory: `${size.memory}Mi`, pods: '20' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'test',
        ...(pool ? { 'karpenter.sh/nodepool': pool } : {}),
      },
    },
    spec: { providerID: `kwok://${name}` },
    status: { capacity: resources, allocatable: resources },
  };
}
