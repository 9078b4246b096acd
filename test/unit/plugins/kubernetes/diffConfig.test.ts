import { diffConfig } from '../../../../plugins/kubernetes/diffConfig';
import { UNKNOWN, type Properties } from '../../../../plugins/rpc/types';

const kubeconfig = (server: string, token = 'a'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server } }],
    users: [{ name: 'u', user: { token } }],
  });
const here = kubeconfig('https://10.0.0.1:6443');

it.each<[string, Properties, Properties, boolean, string[]]>([
  ['nothing', {}, {}, false, []],
  [
    'another token for the same cluster',
    { kubeconfig: here },
    { kubeconfig: kubeconfig('https://10.0.0.1:6443', 'b') },
    true,
    [],
  ],
  ['another cluster', { kubeconfig: here }, { kubeconfig: kubeconfig('https://10.0.0.2:6443') }, true, ['kubeconfig']],
  ['what is not known yet', { kubeconfig: here }, { kubeconfig: UNKNOWN }, true, []],
  [
    'another identifier, which is what counts',
    { kubeconfig: here, clusterIdentifier: 'a' },
    { kubeconfig: kubeconfig('https://10.0.0.2:6443'), clusterIdentifier: 'b' },
    true,
    ['clusterIdentifier'],
  ],
  [
    'another cluster of the same identifier',
    { kubeconfig: here, clusterIdentifier: 'a' },
    { kubeconfig: kubeconfig('https://10.0.0.2:6443'), clusterIdentifier: 'a' },
    true,
    [],
  ],
])('%s', (_, olds, news, changes, replaces) => expect(diffConfig(olds, news)).toEqual({ changes, replaces }));
