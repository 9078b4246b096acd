import { direct } from '../../../../experiments/demand/direct';
import { target } from '../load/k6/fixtures';

const ingress = { namespace: 'istio-ingress', service: 'ingress-istio', port: 80 };

test('a copy of the workload is asked itself: no gateway leads to it', () => {
  expect(direct({ ...target, ingress })).toEqual(target);
  expect(direct(target)).toEqual(target);
});

test('a copy that answers only the mesh cannot be asked from outside', () => {
  const meshOnly = { ...target, workload: { ...target.workload, meshOnly: true } };
  expect(direct(meshOnly)).toEqual(meshOnly);
  expect(() => direct({ ...meshOnly, ingress })).toThrow(
    /through the gateway istio-ingress\/ingress-istio.*Set istio\.loadThroughGateway to false/,
  );
});
