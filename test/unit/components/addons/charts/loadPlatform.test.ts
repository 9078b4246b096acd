import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { K6Operator, k6OperatorValues } from '../../../../../components/addons/charts/k6Operator';
import { Locust, locustValues } from '../../../../../components/addons/charts/locust';
import { rolePlacement } from '../../../../../components/cluster/roles';
import { chartKeys, unknownKeys } from '../../../../support/chartKeys';
import { made } from '../../../../support/charts';

const load = {
  nodeSelector: { 'autoscaling-testbed/role': 'load' },
  tolerations: [{ key: 'autoscaling-testbed/role', operator: 'Exists', effect: 'NoSchedule' }],
};
const placement = { ...rolePlacement, load };
const generator = () => new kubernetes.Provider('generator', {});

describe('k6-operator', () => {
  it('takes of the chart what it has', () => {
    expect(unknownKeys(k6OperatorValues(load), chartKeys('k6-operator'))).toEqual([]);
  });

  it("is in the load generator's namespace with rights in it alone, on the load generator's nodes", async () => {
    const all = await made(
      (cluster) => new K6Operator('k6', { cluster, namespace: 'testbed-load', generator: generator() }),
      { placement },
    );
    expect(all.filter(({ type }) => type.endsWith(':Namespace'))).toEqual([]);
    expect(all.find(({ type }) => type.endsWith(':Release'))?.inputs).toMatchObject({
      chart: 'k6-operator',
      version: '4.6.0',
      namespace: 'testbed-load',
      values: {
        namespace: { create: false },
        rbac: { namespaced: true },
        ...load,
        manager: {
          podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containerSecurityContext: { capabilities: { drop: ['ALL'] } },
        },
      },
    });
  });
});

describe('Locust', () => {
  it('takes of the chart what it has', () => {
    const values = locustValues({ host: 'http://a', path: '/', file: 'f', placement: load });
    expect(unknownKeys(values, chartKeys('locust'))).toEqual([]);
  });

  it("asks the workload's Service for the path, by a locustfile of ours", async () => {
    const service = { namespace: pulumi.output('testbed-app'), service: pulumi.output('sample'), port: 8080 };
    const all = await made(
      (cluster) =>
        new Locust('locust', {
          cluster,
          service,
          path: '/heavywork',
          namespace: 'testbed-load',
          generator: generator(),
        }),
      { placement },
    );
    expect(all.find(({ type }) => type.endsWith(':ConfigMap'))?.inputs).toMatchObject({
      metadata: { name: 'locustfile', namespace: 'testbed-load' },
      data: { 'main.py': expect.stringContaining('self.client.get(os.environ["LOAD_PATH"])') as string },
    });
    expect(all.find(({ type }) => type.endsWith(':Release'))?.inputs).toMatchObject({
      version: '0.35.0',
      chart: 'oci://ghcr.io/deliveryhero/helm-charts/locust',
      values: {
        loadtest: {
          locust_host: 'http://sample.testbed-app.svc:8080',
          locust_locustfile: 'main.py',
          locust_locustfile_configmap: 'locustfile',
          environment: { LOAD_PATH: '/heavywork' },
        },
        worker: { replicas: 2 },
        podSecurityContext: { runAsNonRoot: true, runAsUser: 1000 },
        ...load,
      },
    });
  });
});
