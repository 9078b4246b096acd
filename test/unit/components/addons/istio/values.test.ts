import { baseValues, cniValues, istiodValues, ztunnelValues } from '../../../../../components/addons/istio/values';
import { rolePlacement } from '../../../../../components/cluster/roles';
import { chartKeys, unknownKeys } from '../../../../support/chartKeys';

const args = (mode: 'sidecar' | 'ambient') => ({ mode, namespace: 'istio-system', placement: rolePlacement.system });

describe.each(['sidecar', 'ambient'] as const)('values of mode %s', (mode) => {
  it.each([
    ['base', baseValues(args(mode))],
    ['istiod', istiodValues(args(mode))],
    ['cni', cniValues(args(mode))],
    ['ztunnel', ztunnelValues(args(mode))],
  ])('are keys that the chart %s has', (chart, values) => {
    expect(unknownKeys(values, chartKeys(chart))).toEqual([]);
  });
});

describe('istiod', () => {
  it('is one replica on the system node', () => {
    expect(istiodValues(args('sidecar'))).toMatchObject({
      autoscaleEnabled: false,
      replicaCount: 1,
      nodeSelector: { 'autoscaling-testbed/role': 'system' },
      tolerations: [{ key: 'autoscaling-testbed/role', operator: 'Exists', effect: 'NoSchedule' }],
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    });
  });

  it('gives every sidecar requests and limits, starts it first and lets Jobs end', () => {
    const { global, env, cni } = istiodValues(args('sidecar'));
    expect(global.proxy.resources).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '1', memory: '1Gi' },
    });
    expect(env).toEqual({ ENABLE_NATIVE_SIDECARS: 'true' });
    // Without it each pod would have an init container that the restricted standard does not allow.
    expect(cni).toEqual({ enabled: true });
  });

  it('hides no failure by retries, and serves the metrics of application and proxy at one port', () => {
    expect(istiodValues(args('sidecar')).meshConfig).toEqual({
      enablePrometheusMerge: true,
      defaultHttpRetryPolicy: { attempts: 0 },
    });
  });

  // What the charts' own profile `ambient` sets, manifests/charts/istio-control/istio-discovery/files/profile-ambient.yaml.
  it('knows of ambient mode', () => {
    expect(istiodValues(args('ambient'))).toMatchObject({
      env: { PILOT_ENABLE_AMBIENT: 'true' },
      meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } } },
    });
    expect(cniValues(args('ambient')).ambient).toEqual({ enabled: true });
    expect(cniValues(args('sidecar')).ambient).toEqual({ enabled: false });
  });
});
