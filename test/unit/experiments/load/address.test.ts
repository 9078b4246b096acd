import { loadHost, loadService } from '../../../../experiments/load/address';
import { drivers } from '../../../../experiments/load/drivers';
import type { DriverName, LoadSpec } from '../../../../experiments/load/spec';
import { shownTarget } from '../../../../experiments/target';
import { spec, target } from './k6/fixtures';

const ingress = { namespace: 'istio-ingress', service: 'ingress-istio', port: 80 };
const through = { ...target, ingress };

test("load goes to the workload's own Service, or to the gateway before it", () => {
  const { namespace, service, port } = target.workload;
  expect(loadService(target)).toEqual({ namespace, service, port });
  expect(loadHost(target)).toBe(`http://${service}.${namespace}.svc:${port}`);
  expect(loadService(through)).toEqual(ingress);
  expect(loadHost(through)).toBe('http://ingress-istio.istio-ingress.svc:80');
});

test.each<[DriverName, Partial<LoadSpec>]>([
  ['k6', {}],
  ['locust', {}],
  ['siege', { model: 'users', stages: [{ rate: 1, duration: 10 }] }],
])('%s sends it there', (driver, load) => {
  const whole = spec({ ...load, driver });
  const { objects } = drivers[driver].manifests({ name: 'load-1', spec: whole, target: through, now: 0 });
  const text = JSON.stringify(objects);
  expect(text).toContain('http://ingress-istio.istio-ingress.svc:80');
  expect(text).not.toContain(loadHost(target));
});

test('a result says where the load went, and nothing that is secret', () => {
  expect(shownTarget({ ...through, kubeconfig: 'secret' })).toMatchObject({ ingress });
  expect(shownTarget({ ...through, kubeconfig: 'secret' })).not.toHaveProperty('kubeconfig');
  expect(shownTarget(target)).not.toHaveProperty('ingress');
});
