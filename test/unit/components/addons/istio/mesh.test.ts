import { membership, scraperLabels } from '../../../../../components/addons/istio/mesh';

describe('membership of the mesh', () => {
  it('asks nothing where there is none', () => {
    expect(membership({ mode: 'none' })).toEqual({ namespaceLabels: {}, podAnnotations: {}, ports: [] });
  });

  it('is injected as a native sidecar with requests and limits', () => {
    expect(membership({ mode: 'sidecar' })).toEqual({
      namespaceLabels: { 'istio-injection': 'enabled' },
      podAnnotations: {
        'sidecar.istio.io/nativeSidecar': 'true',
        'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true}',
        'sidecar.istio.io/proxyCPU': '100m',
        'sidecar.istio.io/proxyCPULimit': '1',
        'sidecar.istio.io/proxyMemory': '128Mi',
        'sidecar.istio.io/proxyMemoryLimit': '1Gi',
        'prometheus.istio.io/merge-metrics': 'true',
      },
      ports: [15020],
      metrics: { container: 'istio-proxy', port: 15020, path: '/stats/prometheus' },
    });
  });

  it('lets the init container connect a pod where the nodes have no plug-in for it', () => {
    expect(membership({ mode: 'sidecar' }, false).namespaceLabels).toEqual({
      'istio-injection': 'enabled',
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/warn': 'privileged',
    });
    expect(membership({ mode: 'none' }, false).namespaceLabels).toEqual({});
  });

  it('names a revision instead of the default one: with both labels, istio-injection would win', () => {
    expect(membership({ mode: 'sidecar', revision: '1-29' }).namespaceLabels).toEqual({ 'istio.io/rev': '1-29' });
  });

  it('is a label of the namespace in ambient mode, and the tunnel is let in', () => {
    expect(membership({ mode: 'ambient' })).toEqual({
      namespaceLabels: { 'istio.io/dataplane-mode': 'ambient' },
      podAnnotations: {},
      ports: [15008],
    });
  });

  it('takes Prometheus in where only members are answered', () => {
    expect(scraperLabels({ mode: 'ambient' })).toEqual({ 'istio.io/dataplane-mode': 'ambient' });
    expect(scraperLabels({ mode: 'sidecar' })).toEqual({});
    expect(scraperLabels({ mode: 'none' })).toEqual({});
  });
});
