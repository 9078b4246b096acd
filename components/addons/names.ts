/** Add-ons that a variant or the experiment can require. */
export type AddonName =
  | 'metrics-server'
  | 'prometheus'
  | 'prometheus-adapter'
  | 'kube-metrics-adapter'
  | 'keda'
  | 'vpa'
  | 'karpenter'
  | 'istio'
  | 'istio-ambient'
  | 'k6-operator'
  | 'locust'
  | 'argo-cd';
