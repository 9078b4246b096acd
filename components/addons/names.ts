/** Add-ons that a variant or the experiment can require. */
export type AddonName = 'metrics-server' | 'prometheus' | 'prometheus-adapter' | 'keda' | 'vpa';
