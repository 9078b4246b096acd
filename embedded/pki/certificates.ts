/** What a certificate says, as data. */
export interface CertificateRequest {
  /** File name without extension. */
  readonly file: string;
  readonly issuer: Authority;
  readonly commonName: string;
  readonly organization?: string;
  readonly usages: readonly ('client' | 'server')[];
  readonly dns?: readonly string[];
  readonly ips?: readonly string[];
}

/** `ca` signs what Kubernetes shows, `etcd-ca` what etcd shows, `front-proxy-ca` the API server as a proxy of its extensions. */
export const authorities = ['ca', 'etcd-ca', 'front-proxy-ca'] as const;
export type Authority = (typeof authorities)[number];

/** Certificates of the control plane. Each client has the rights of its own name and group. */
export function controlPlaneCertificates(gateway: string, kubernetes: string): CertificateRequest[] {
  const loopback = { dns: ['localhost'], ips: ['127.0.0.1'] };
  return [
    { file: 'etcd', issuer: 'etcd-ca', commonName: 'etcd', usages: ['server', 'client'], ...loopback },
    { file: 'etcd-peer', issuer: 'etcd-ca', commonName: 'etcd-peer', usages: ['server', 'client'], ...loopback },
    { file: 'apiserver-etcd-client', issuer: 'etcd-ca', commonName: 'kube-apiserver-etcd-client', usages: ['client'] },
    {
      file: 'apiserver',
      issuer: 'ca',
      commonName: 'kube-apiserver',
      usages: ['server'],
      dns: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
      ips: [gateway, kubernetes],
    },
    { file: 'apiserver-kubelet-client', issuer: 'ca', commonName: kubeletClient, usages: ['client'] },
    { file: 'front-proxy-client', issuer: 'front-proxy-ca', commonName: 'front-proxy-client', usages: ['client'] },
    { file: 'controller-manager', issuer: 'ca', commonName: 'system:kube-controller-manager', usages: ['client'] },
    {
      file: 'controller-manager-server',
      issuer: 'ca',
      commonName: 'kube-controller-manager',
      usages: ['server'],
      ...loopback,
    },
    { file: 'scheduler', issuer: 'ca', commonName: 'system:kube-scheduler', usages: ['client'] },
    { file: 'scheduler-server', issuer: 'ca', commonName: 'kube-scheduler', usages: ['server'], ...loopback },
    { file: 'proxy', issuer: 'ca', commonName: 'system:kube-proxy', usages: ['client'] },
    { file: 'admin', issuer: 'ca', commonName: 'testbed-admin', organization: 'system:masters', usages: ['client'] },
  ];
}

/** The user as which the API server calls the kubelets. */
export const kubeletClient = 'kube-apiserver-kubelet-client';

/** Certificates of one node. */
export function nodeCertificates(file: string, name: string, address: string): CertificateRequest[] {
  const who = { issuer: 'ca', commonName: `system:node:${name}`, organization: 'system:nodes' } as const;
  return [
    { file: `${file}-client`, ...who, usages: ['client'] },
    { file: `${file}-server`, ...who, usages: ['server'], dns: [name], ips: [address] },
  ];
}
