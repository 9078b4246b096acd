import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { setTimeout as sleep } from 'node:timers/promises';
import { install, type Plan } from '../../../../components/addons/install';
import type { Cluster } from '../../../../components/cluster/types';
import { registered } from '../../../support/mocks';

/** The earlier an object is wanted, the longer it takes: without an order it would be there last. */
const slowToStart = async ({ name }: { name: string }) => {
  await sleep(name.includes('namespace') ? 60 : name.includes('account') ? 30 : 0);
  return {};
};

function installed(plan: Plan) {
  return registered(() => {
    const provider = new kubernetes.Provider('kubernetes', {});
    const parent = new pulumi.ComponentResource('testbed:addons:Test', 'test');
    const cluster = { provider, ready: provider } as unknown as Cluster;
    install('test', plan, { parent, cluster, identity: pulumi.output('installed') });
  }, slowToStart);
}

const object = (apiVersion: string, kind: string, name: string) => ({ apiVersion, kind, metadata: { name } });

describe('the objects of an add-on', () => {
  it('are made stage by stage, each after all of the stage before', async () => {
    const made = await installed([
      [object('v1', 'Namespace', 'a')],
      [object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:reader'), object('v1', 'ServiceAccount', 'b')],
      [object('v1', 'ConfigMap', 'c')],
    ]);
    const names = made.map(({ name }) => name).slice(2);
    expect(names[0]).toBe('test-namespace-a');
    expect(names.slice(1, 3).sort()).toEqual(['test-clusterrole-system-reader', 'test-serviceaccount-b']);
    expect(names[3]).toBe('test-configmap-c');
  });

  it('are of the types that the SDK has for them', async () => {
    const made = await installed([[object('apiregistration.k8s.io/v1', 'APIService', 'v1.a')]]);
    expect(made.at(-1)).toMatchObject({
      type: 'kubernetes:apiregistration.k8s.io/v1:APIService',
      inputs: { metadata: { name: 'v1.a' } },
    });
  });

  it('of kinds that are not known are refused', async () => {
    await expect(installed([[object('example.org/v1', 'Thing', 'x')]])).rejects.toThrow(
      'Thing x: add example.org/v1 Thing to the table here',
    );
  });
});
