import { baseValues, istiodValues } from '../../components/addons/istio/values';
import { rolePlacement } from '../../components/cluster/roles';

/** Stand for the images in the rendered manifests, which are made before these are. */
export const istioImages = { istiod: 'testbed.local/istiod:image', proxy: 'testbed.local/istio-proxy:image' } as const;

const { global, gateways, meshConfig, ...pilot } = istiodValues({
  mode: 'sidecar',
  namespace: 'istio-system',
  placement: rolePlacement.system,
});

/**
 * Envoy's own counters that the mesh's metrics are made from; the others that a proxy has by the thousand are left out. Istio's filters, which would count
 * by themselves, are not in Envoy as Envoy releases it.
 */
const COUNTERS = [
  // By destination and response code, and how long it took, as seen before the pod (inbound) and by the caller (outbound).
  '^cluster\\.(inbound|outbound)\\|.*\\.upstream_rq(_\\d+|_time|_completed|_total|_timeout|_active|_pending_active)?$',
  '^cluster\\.(inbound|outbound)\\|.*\\.upstream_cx_(connect_fail|active)$',
  '^server\\.live$',
];

/** What istioctl is told for the embedded cluster: the values that the charts of other clusters get, and what Envoy without Istio's filters needs. */
export const istioOperator = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  spec: {
    profile: 'minimal',
    values: {
      global: {
        ...global,
        ...baseValues({ namespace: global.istioNamespace }).global,
        variant: '',
        proxy: { ...global.proxy, image: istioImages.proxy },
        proxy_init: { image: istioImages.proxy },
      },
      gateways,
      meshConfig: {
        ...meshConfig,
        defaultConfig: { proxyStatsMatcher: { inclusionRegexps: COUNTERS } },
      },
      // Its filters count requests and tell proxies about each other.
      telemetry: { enabled: false },
      pilot: {
        ...pilot,
        image: istioImages.istiod,
        // The nodes have no plugin of Istio's: an init container leads a pod's connections through its proxy.
        cni: { enabled: false },
        env: { ...pilot.env, PILOT_ENABLE_METADATA_EXCHANGE: 'false', PILOT_ENABLE_ALPN_FILTER: 'false' },
      },
    },
  },
};
