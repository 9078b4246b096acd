import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { kwokInstanceTypes } from '../../../../../components/addons/karpenter/instanceTypes';
import { Karpenter } from '../../../../../components/addons/karpenter/karpenter';
import { plainNames } from '../../../../../components/cluster/names';
import { rolePlacement } from '../../../../../components/cluster/roles';
import { pools } from '../../../../fixtures/nodePools';
import { registered, type Registered } from '../../../../support/mocks';

const made = (): Promise<Registered[]> =>
  registered(() => {
    const provider = new kubernetes.Provider('kubernetes', {});
    const cluster = {
      provider,
      kubeconfig: pulumi.output(''),
      image: (name: string) => pulumi.output(name),
      placement: rolePlacement,
      capabilities: { localImages: true, helm: false, provided: [], kubeletCertificates: true },
      names: plainNames,
      ready: provider,
    };
    return new Karpenter('karpenter', { cluster, manifests: [], pools });
  });
const ofKind = (all: readonly Registered[], kind: string) => all.filter(({ type }) => type.endsWith(`:${kind}`));

it('gives Karpenter the instance types as the file that it is told to read', async () => {
  const all = await made();
  const [config] = ofKind(all, 'ConfigMap');
  const [deployment] = ofKind(all, 'Deployment');
  const [[file, text] = ['', '']] = Object.entries((config?.inputs as { data: Record<string, string> }).data);
  expect(JSON.parse(text)).toEqual(kwokInstanceTypes(pools));
  const { spec } = (
    deployment?.inputs as {
      spec: {
        template: {
          spec: {
            nodeSelector: object;
            containers: { env: { name: string; value?: string }[]; volumeMounts: { mountPath: string }[] }[];
          };
        };
      };
    }
  ).spec.template;
  const [container] = spec.containers;
  const env = Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []);
  expect(env['INSTANCE_TYPES_FILE_PATH']).toBe(`${container?.volumeMounts[0]?.mountPath}/${file}`);
  expect(env).toMatchObject({ SYSTEM_NAMESPACE: 'karpenter', DISABLE_LEADER_ELECTION: 'true' });
  // Never on a node that it may take away.
  expect(spec.nodeSelector).toEqual({ 'autoscaling-testbed/role': 'system' });
});

it('makes the pools last, so that they go first', async () => {
  const names = (await made()).map(({ name }) => name);
  expect(names.slice(-4)).toEqual([
    'karpenter-deployment-karpenter',
    'karpenter-kwoknodeclass-testbed',
    'karpenter-nodepool-main',
    'karpenter-nodepool-spot',
  ]);
});
