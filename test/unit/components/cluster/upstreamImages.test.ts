import { digests, prometheusRelease, upstreamImages } from '../../../../components/cluster/upstreamImages';

const references = Object.values(upstreamImages);

it('every upstream image is pinned to a release', () => {
  for (const reference of references)
    expect(reference).toMatch(/^[a-z0-9.]+\/[a-z0-9/-]+:v?\d+\.\d+(\.\d+)?(@sha256:[0-9a-f]{64})?$/);
});

it('those of which no digest is known are these: look for one in public text when a version changes', () => {
  expect(references.filter((reference) => !reference.includes('@')).toSorted()).toEqual([
    'docker.io/locustio/locust:2.47.0',
    'ghcr.io/kedacore/keda-metrics-apiserver:2.21.0',
    'ghcr.io/kedacore/keda:2.21.0',
    'quay.io/prometheus-operator/prometheus-operator:v0.91.0',
    'quay.io/prometheus/prometheus:v3.13.5',
    'registry.k8s.io/autoscaling/vpa-admission-controller:1.8.1',
    'registry.k8s.io/autoscaling/vpa-recommender:1.8.1',
    'registry.k8s.io/autoscaling/vpa-updater:1.8.1',
  ]);
});

it('no digest is of a version that is not used any more', () => {
  const used = references.map((reference) => reference.replace(/@.*$/, ''));
  expect(Object.keys(digests).filter((reference) => !used.includes(reference))).toEqual([]);
  expect(new Set(Object.values(digests)).size).toBe(Object.keys(digests).length);
});

it("Prometheus' release follows from its Go version", () => {
  expect(prometheusRelease('v0.313.5')).toBe('v3.13.5');
  expect(prometheusRelease('v0.305.0')).toBe('v3.5.0');
  expect(() => prometheusRelease('v3.1.0')).toThrow('v3.1.0 is not a Go version of Prometheus 3');
});
