import { parseConfig, text, unsupported } from '../../../../plugins/kubernetes/config';
import { Secret } from '../../../../plugins/rpc/types';

it('takes arguments before the environment', () => {
  const config = parseConfig(
    { kubeconfig: new Secret('k'), enablePatchForce: 'false', deleteUnreachable: true, version: '4' },
    { PULUMI_K8S_ENABLE_PATCH_FORCE: 'true', PULUMI_K8S_UPSERT_EXISTING_OBJECTS: 'true' },
  );
  expect(config).toEqual({
    kubeconfig: 'k',
    context: '',
    cluster: '',
    namespace: '',
    deleteUnreachable: true,
    enablePatchForce: false,
    upsertExistingObjects: true,
    enableConfigMapMutable: false,
    enableSecretMutable: false,
    suppressDeprecationWarnings: false,
  });
});

it('takes a kubeconfig that is an object as JSON', () => {
  expect(text({ kubeconfig: { clusters: [] } }, 'kubeconfig')).toBe('{"clusters":[]}');
});

it('says which settings it lacks', () => {
  expect(
    unsupported({ renderYamlToDirectory: 'out', enableServerSideApply: false }).map(({ property }) => property),
  ).toEqual(['renderYamlToDirectory', 'enableServerSideApply']);
  expect(unsupported({ enableServerSideApply: 'true' })).toEqual([]);
});
