import * as pulumi from '@pulumi/pulumi';
import { ArgoCd, argoCdValues } from '../../../../../components/addons/charts/argoCd';
import { rolePlacement } from '../../../../../components/cluster/roles';
import { chartKeys, unknownKeys } from '../../../../support/chartKeys';
import { made } from '../../../../support/charts';

const settings = { repository: 'https://git.example/shop.git', path: 'deploy', revision: 'v1' };

describe('Argo CD', () => {
  it('takes of the chart what it has, and leaves nothing behind', () => {
    const values = argoCdValues(rolePlacement.system);
    expect(unknownKeys(values, chartKeys('argo-cd'))).toEqual([]);
    expect(values).toMatchObject({ crds: { keep: false }, dex: { enabled: false }, notifications: { enabled: false } });
  });

  it("has one Application, which may change the workload's namespace only and leaves replicas to the autoscaler", async () => {
    const all = await made(
      (cluster) => new ArgoCd('argo-cd', { cluster, settings, destination: pulumi.output('testbed-app') }),
    );
    const spec = (kind: string) => all.find(({ type }) => type.endsWith(`:${kind}`))?.inputs['spec'];
    const target = { server: 'https://kubernetes.default.svc', namespace: 'testbed-app' };
    expect(spec('AppProject')).toEqual({ sourceRepos: [settings.repository], destinations: [target] });
    expect(spec('Application')).toEqual({
      project: 'workload',
      source: { repoURL: settings.repository, path: 'deploy', targetRevision: 'v1' },
      destination: target,
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['RespectIgnoreDifferences=true'] },
    });
    expect(all.find(({ type }) => type.endsWith(':Release'))?.inputs).toMatchObject({
      chart: 'argo-cd',
      version: '10.1.1',
      namespace: 'argo-cd',
    });
  });
});
