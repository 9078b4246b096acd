import type { KubeManifest, ManifestName } from '../../toolchain/types';
import { istioImages } from '../../toolchain/manifests/istio';
import { operatorManifests, stateManifests } from '../unit/components/addons/monitoring/upstream';

const object = (apiVersion: string, kind: string, name: string, spec: object): KubeManifest => ({
  apiVersion,
  kind,
  metadata: { name },
  spec,
});
const deployment = (name: string) =>
  object('apps/v1', 'Deployment', name, { template: { spec: { containers: [{ name: 'main', image: 'upstream' }] } } });
const service = (name: string, ...targetPorts: number[]) =>
  object('v1', 'Service', name, { ports: targetPorts.map((targetPort) => ({ port: targetPort, targetPort })) });
const definition = (name: string) => object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', name, {});

/** As little of upstream's manifests as the add-ons are made from, for tests that run before anything is downloaded. */
export const upstreamManifests: Readonly<Record<ManifestName, readonly KubeManifest[]>> = {
  keda: [
    definition('scaledobjects.keda.sh'),
    deployment('keda-operator'),
    deployment('keda-metrics-apiserver'),
    service('keda-operator', 9666),
    service('keda-metrics-apiserver', 6443),
  ],
  'prometheus-adapter': [deployment('prometheus-adapter'), service('prometheus-adapter', 6443)],
  vpa: [
    definition('verticalpodautoscalers.autoscaling.k8s.io'),
    deployment('vpa-recommender'),
    deployment('vpa-updater'),
    deployment('vpa-admission-controller'),
    service('vpa-webhook', 8000),
  ],
  karpenter: [
    definition('nodepools.karpenter.sh'),
    definition('nodeclaims.karpenter.sh'),
    definition('kwoknodeclasses.karpenter.kwok.sh'),
  ],
  'prometheus-operator': operatorManifests,
  'kube-state-metrics': stateManifests,
  istio: [
    object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'istio-sidecar-injector', {}),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'istio-validator-istio-system', {}),
    object('apps/v1', 'Deployment', 'istiod', {
      template: { spec: { containers: [{ name: 'discovery', image: istioImages.istiod }] } },
    }),
    {
      ...object('v1', 'ConfigMap', 'istio-sidecar-injector', {}),
      data: { values: JSON.stringify({ global: { proxy: { image: istioImages.proxy } } }) },
    },
    definition('peerauthentications.security.istio.io'),
  ],
  'gateway-api': [
    definition('gateways.gateway.networking.k8s.io'),
    definition('httproutes.gateway.networking.k8s.io'),
    object(
      'admissionregistration.k8s.io/v1',
      'ValidatingAdmissionPolicy',
      'safe-upgrades.gateway.networking.k8s.io',
      {},
    ),
  ],
};
