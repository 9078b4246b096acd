import { operatorRights, PROMETHEUS_RIGHTS, stateRights } from '../../../../../components/addons/monitoring/rights';
import { operatorManifests, stateManifests } from './upstream';

describe('rights of the monitoring', () => {
  const { own, cluster } = operatorRights(operatorManifests);

  it('lets the operator touch Secrets, ConfigMaps, StatefulSets, pods and Services in its own namespace only', () => {
    expect(own.flatMap(({ resources }) => resources).sort()).toEqual(
      ['configmaps', 'pods', 'secrets', 'services', 'services/finalizers', 'statefulsets'].sort(),
    );
    expect(cluster.flatMap(({ resources }) => resources)).toEqual([
      'prometheuses',
      'prometheuses/status',
      'namespaces',
    ]);
  });

  it('has no wildcard', () => {
    expect(JSON.stringify([own, cluster, stateRights(stateManifests), PROMETHEUS_RIGHTS])).not.toContain('*');
    expect(own.find(({ resources }) => resources.includes('secrets'))?.verbs).toEqual([
      'get',
      'list',
      'watch',
      'create',
      'update',
      'patch',
      'delete',
      'deletecollection',
    ]);
  });

  it('keeps verbs that upstream names', () => {
    expect(own.find(({ resources }) => resources.includes('pods'))?.verbs).toEqual(['list', 'delete']);
  });

  it('lets kube-state-metrics read what it tells of, and no Secrets', () => {
    expect(stateRights(stateManifests)).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: ['list', 'watch'] },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list', 'watch'] },
    ]);
  });

  it('says so when upstream has no such role', () => {
    expect(() => operatorRights(stateManifests)).toThrow('ClusterRole prometheus-operator');
  });
});
