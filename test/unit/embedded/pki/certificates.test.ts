import {
  authorities,
  controlPlaneCertificates,
  nodeCertificates,
  type CertificateRequest,
} from '../../../../embedded/pki/certificates';

const control = controlPlaneCertificates('10.70.0.1', '10.70.16.1');
const node = nodeCertificates('n3', 'load', '10.70.0.13');

function request(file: string): CertificateRequest {
  const found = [...control, ...node].filter((each) => each.file === file);
  expect(found).toHaveLength(1);
  return found[0] as CertificateRequest;
}

describe('certificates of the control plane', () => {
  // The names to which Kubernetes binds its own roles (Kubernetes: "PKI certificates and requirements").
  it.each([
    ['controller-manager', 'system:kube-controller-manager', undefined],
    ['scheduler', 'system:kube-scheduler', undefined],
    ['proxy', 'system:kube-proxy', undefined],
    ['admin', 'testbed-admin', 'system:masters'],
  ])('%s is the client %s', (file, commonName, organization) => {
    const found = request(file);
    expect(found).toMatchObject({ issuer: 'ca', commonName, usages: ['client'] });
    expect(found.organization).toBe(organization);
  });

  it('give only the administrator the rights of system:masters', () => {
    const masters = control.filter(({ organization }) => organization === 'system:masters');
    expect(masters.map(({ file }) => file)).toEqual(['admin']);
  });

  it('name the API server as clients outside and pods call it', () => {
    const { dns, ips, usages } = request('apiserver');
    expect(ips).toEqual(['10.70.0.1', '10.70.16.1']);
    expect(dns).toEqual(expect.arrayContaining(['kubernetes.default.svc', 'kubernetes.default.svc.cluster.local']));
    expect(usages).toEqual(['server']);
  });

  it("let nobody but etcd and the API server into etcd: its authority signs nobody else's", () => {
    const files = control.filter(({ issuer }) => issuer === 'etcd-ca').map(({ file }) => file);
    expect(files).toEqual(['etcd', 'etcd-peer', 'apiserver-etcd-client']);
  });

  it('keep the front proxy apart from ordinary clients', () => {
    const files = control.filter(({ issuer }) => issuer === 'front-proxy-ca').map(({ file }) => file);
    expect(files).toEqual(['front-proxy-client']);
  });
});

describe("a node's certificates", () => {
  it('name it as the Node authorizer knows it', () => {
    expect(request('n3-client')).toEqual({
      file: 'n3-client',
      issuer: 'ca',
      commonName: 'system:node:load',
      organization: 'system:nodes',
      usages: ['client'],
    });
  });

  it('let the kubelet serve at its address', () => {
    expect(request('n3-server')).toMatchObject({ usages: ['server'], dns: ['load'], ips: ['10.70.0.13'] });
  });
});

it('no two share a file', () => {
  const files = [...authorities, 'sa', ...[...control, ...node].map(({ file }) => file)];
  expect(new Set(files).size).toBe(files.length);
});

it('every server has a name to be verified by', () => {
  const servers = [...control, ...node].filter(({ usages }) => usages.includes('server'));
  expect(servers.filter(({ dns = [], ips = [] }) => dns.length + ips.length === 0)).toEqual([]);
});
