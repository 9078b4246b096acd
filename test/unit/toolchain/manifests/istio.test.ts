import { istioImages, istioOperator } from '../../../../toolchain/manifests/istio';

const { values } = istioOperator.spec;

test('images stand where the built ones go, whole references that the charts leave as they are', () => {
  expect(values.pilot.image).toBe(istioImages.istiod);
  expect(values.global.proxy.image).toBe(istioImages.proxy);
  expect(values.global.proxy_init.image).toBe(istioImages.proxy);
  for (const image of Object.values(istioImages)) expect(image).toContain('/');
});

test("nothing asks for Istio's own filters, which Envoy's release has not", () => {
  expect(values.telemetry.enabled).toBe(false);
  expect(values.pilot.env).toMatchObject({
    PILOT_ENABLE_METADATA_EXCHANGE: 'false',
    PILOT_ENABLE_ALPN_FILTER: 'false',
  });
});

test.each([
  ['cluster.inbound|8080||.upstream_rq_200', true],
  ['cluster.inbound|8080||.upstream_rq_time', true],
  ['cluster.inbound|8080||.upstream_rq_total', true],
  ['cluster.outbound|8080||sample.testbed-app.svc.cluster.local.upstream_rq_503', true],
  ['server.live', true],
  ['cluster.inbound|8080||.upstream_rq_retry', false],
  ['cluster.xds-grpc.upstream_rq_200', false],
  ['http.inbound_0.0.0.0_8080;.downstream_rq_2xx', false],
])('proxies keep %s: %s', (statistic, kept) => {
  const patterns = values.meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps;
  expect(patterns.some((pattern) => new RegExp(pattern).test(statistic))).toBe(kept);
});
