import type * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import { applicationDeployment, type ApplicationDeploymentArgs } from './applicationDeployment';

export const SAMPLE_PORT = 8080;
export const SAMPLE_METRICS_PATH = '/metrics';
/** The application serves on after SIGTERM until endpoints have followed. */
const DRAIN_SECONDS = 3;

export interface SampleDeploymentArgs extends Pick<
  ApplicationDeploymentArgs,
  'cluster' | 'namespace' | 'image' | 'replicas' | 'replicasAfter' | 'cpuRequest' | 'cpuLimit' | 'memoryMiB' | 'mesh'
> {
  /** Of the Deployment, its Service and its pods' labels. */
  readonly service: string;
  /** Settings of the application, beside its port (apps/sample/settings.ts). */
  readonly env: Readonly<Record<string, string>>;
}

/** One Deployment of the sample application with its Service. */
export function sampleDeployment(
  name: string,
  { service, env, ...args }: SampleDeploymentArgs,
  options: pulumi.CustomResourceOptions,
): { readonly deployment: kubernetes.apps.v1.Deployment; readonly service: kubernetes.core.v1.Service } {
  return applicationDeployment(
    name,
    {
      ...args,
      application: service,
      port: SAMPLE_PORT,
      metrics: { port: SAMPLE_PORT, path: SAMPLE_METRICS_PATH },
      env: { PORT: String(SAMPLE_PORT), DRAIN_SECONDS: String(DRAIN_SECONDS), ...env },
      // Overloaded pods answer late; taking them out of the Service would only load the others more.
      readinessProbe: {
        httpGet: { path: '/readyz', port: 'http' },
        periodSeconds: 1,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
      livenessProbe: {
        httpGet: { path: '/healthz', port: 'http' },
        periodSeconds: 10,
        timeoutSeconds: 10,
        failureThreshold: 6,
      },
    },
    options,
  );
}
