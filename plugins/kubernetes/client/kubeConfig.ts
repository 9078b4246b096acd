/** The only part of the Kubernetes client that is used; with it alone the bundle stays small. */
export { KubeConfig } from '@kubernetes/client-node';
