import { parse } from 'yaml';

import { kubeconfig } from '../../../../embedded/plan/kubeconfig';

const server = 'https://10.70.0.1:6443';

describe('kubeconfig', () => {
  it('inlines PEM texts, so that it works anywhere', () => {
    const identity = { ca: 'CA\n', certificate: 'CERT\n', key: 'KEY\n' };
    expect(parse(kubeconfig('demo', server, identity))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'demo', cluster: { server, 'certificate-authority-data': 'Q0EK' } }],
      users: [{ name: 'demo-admin', user: { 'client-certificate-data': 'Q0VSVAo=', 'client-key-data': 'S0VZCg==' } }],
      contexts: [{ name: 'demo', context: { cluster: 'demo', user: 'demo-admin' } }],
      'current-context': 'demo',
    });
  });

  it('or names files', () => {
    const identity = { caFile: '/pki/ca.crt', certificateFile: '/pki/proxy.crt', keyFile: '/pki/proxy.key' };
    expect(parse(kubeconfig('demo', server, identity))).toMatchObject({
      clusters: [{ cluster: { server, 'certificate-authority': '/pki/ca.crt' } }],
      users: [{ user: { 'client-certificate': '/pki/proxy.crt', 'client-key': '/pki/proxy.key' } }],
    });
  });

  it('keeps a long value on one line, and is the same each time', () => {
    const caFile = `/my files/${'long name '.repeat(50)}/ca.crt`;
    const identity = { caFile, certificateFile: '/pki/proxy.crt', keyFile: '/pki/proxy.key' };
    const text = kubeconfig('demo', server, identity);
    expect(text).toContain(`certificate-authority: ${caFile}\n`);
    expect(kubeconfig('demo', server, identity)).toBe(text);
  });
});
