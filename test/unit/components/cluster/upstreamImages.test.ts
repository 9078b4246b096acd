import { prometheusRelease, upstreamImages } from '../../../../components/cluster/upstreamImages';

it('every upstream image is pinned to a release', () => {
  for (const reference of Object.values(upstreamImages))
    expect(reference).toMatch(/^[a-z0-9.]+\/[a-z0-9/-]+:v?\d+\.\d+(\.\d+)?$/);
});

it("Prometheus' release follows from its Go version", () => {
  expect(prometheusRelease('v0.313.5')).toBe('v3.13.5');
  expect(prometheusRelease('v0.305.0')).toBe('v3.5.0');
  expect(() => prometheusRelease('v3.1.0')).toThrow('v3.1.0 is not a Go version of Prometheus 3');
});
