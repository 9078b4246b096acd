import type { Kube } from '../../../../experiments/kube';
import { servicesIn } from '../../../../experiments/services/deployments';
import type { Target } from '../../../../experiments/types';

const deployment = (name: string, service: string | undefined, ...containers: [string, string | undefined][]) => ({
  metadata: { name },
  spec: {
    template: {
      metadata: { labels: service === undefined ? {} : { 'app.kubernetes.io/name': service } },
      spec: {
        containers: containers.map(([container, cpu]) => ({ name: container, resources: { limits: { cpu } } })),
      },
    },
  },
});

const found = (...items: object[]) => {
  const paths: string[] = [];
  const call = (_method: string, path: string) => {
    paths.push(path);
    return Promise.resolve({ items });
  };
  const target = {
    workload: { namespace: 'shop', deployment: 'web' },
    autoscaler: { name: 'hpa-cpu', settings: {}, hpa: 'web' },
  } as unknown as Target;
  return { paths, services: servicesIn({ call } as unknown as Kube, target) };
};

test('every Deployment of the namespace is a service, the workload first and with its autoscaler', async () => {
  const { services, paths } = found(
    deployment('cart-v1', 'cart', ['app', '250m'], ['istio-proxy', '1'], ['cache', '1.5']),
    deployment('web', 'frontend', ['app', '400m']),
  );
  expect(await services).toEqual([
    { name: 'frontend', deployment: 'web', cpuLimit: 0.4, hpa: 'web', calls: {} },
    // Its proxy has a limit of its own.
    { name: 'cart', deployment: 'cart-v1', cpuLimit: 1.75, calls: {} },
  ]);
  expect(paths).toEqual(['/apis/apps/v1/namespaces/shop/deployments']);
});

test('no limit is not zero; without the label its pods cannot be told; of two with the same one the first counts', async () => {
  const off = deployment('off', 'off', ['app', '1']);
  const { services } = found(
    deployment('web', 'web', ['app', '1'], ['helper', undefined]),
    deployment('other', undefined, ['app', '1']),
    deployment('web-canary', 'web', ['app', '1']),
    { ...off, spec: { ...off.spec, replicas: 0 } },
  );
  expect(await services).toEqual([{ name: 'web', deployment: 'web', hpa: 'web', calls: {} }]);
});
