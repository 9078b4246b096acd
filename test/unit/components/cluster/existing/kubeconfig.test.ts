import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { selectContext } from '../../../../../components/cluster/existing/kubeconfig';

const folder = mkdtempSync(join(tmpdir(), 'testbed-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = (name: string, user: object, cluster: object = {}) => ({
  clusters: [{ name: `${name}-cluster`, cluster: { server: `https://${name}.test:6443`, ...cluster } }],
  users: [{ name: `${name}-user`, user }],
  contexts: [{ name, context: { cluster: `${name}-cluster`, user: `${name}-user` } }],
});
function write(file: string, config: object, current?: string): string {
  const path = join(folder, file);
  writeFileSync(path, stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': current, ...config }));
  return path;
}

writeFileSync(join(folder, 'ca.crt'), 'authority');
writeFileSync(join(folder, 'client.key'), 'key');
const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubelogin', args: ['get-token'] };
const aks = write('aks', named('aks', { exec }, { 'certificate-authority': 'ca.crt' }), 'aks');
const gke = write('gke', named('gke', { token: 'secret', 'client-key': 'client.key' }), 'gke');
const env = { HOME: '/nowhere', KUBECONFIG: `${aks}:${gke}` };

const selected = (context?: string) => {
  const access = selectContext(undefined, context, env);
  return { ...access, kubeconfig: parse(access.kubeconfig) as unknown };
};

test('takes the one context out of all files, with the files that it names, and the credential plugin', () => {
  const { server, context, kubeconfig } = selected();
  expect({ server, context }).toEqual({ server: 'https://aks.test:6443', context: 'aks' });
  expect(kubeconfig).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'aks',
    contexts: [{ name: 'aks', context: { cluster: 'aks-cluster', user: 'aks-user' } }],
    clusters: [
      {
        name: 'aks-cluster',
        cluster: {
          server: 'https://aks.test:6443',
          'certificate-authority-data': Buffer.from('authority').toString('base64'),
        },
      },
    ],
    users: [{ name: 'aks-user', user: { exec } }],
  });
});

test('takes the context that is asked for, from whichever file', () => {
  expect(selected('gke').kubeconfig).toMatchObject({
    'current-context': 'gke',
    users: [{ user: { token: 'secret', 'client-key-data': Buffer.from('key').toString('base64') } }],
  });
  expect(JSON.stringify(selected('gke').kubeconfig)).not.toContain('aks');
});

test('takes the text of a kubeconfig, which a secret of the configuration can be', () => {
  const text = stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'x', ...named('x', { token: 't' }) });
  expect(selectContext(text, undefined, {}).server).toBe('https://x.test:6443');
});

test.each([
  ['that is not there', join(folder, 'none'), undefined, /none\) is not there\. Set existing\.kubeconfig/],
  ['without that context', aks, 'moon', /has no context moon; there are: aks\./],
  ['without a current one', write('no-current', named('a', {})), undefined, /has no current context; there are: a\./],
  ['that is none', write('broken', { clusters: 'x' }, 'a'), undefined, /broken/],
])('says what is wrong with a kubeconfig %s', (_, path, context, message) => {
  expect(() => selectContext(path, context, {})).toThrow(message);
});
