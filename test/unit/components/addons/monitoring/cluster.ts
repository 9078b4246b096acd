import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { plainNames } from '../../../../../components/cluster/names';
import type { Cluster } from '../../../../../components/cluster/types';

/** A cluster for programs that run with Pulumi's mocks. */
export function mockCluster(): Cluster {
  const provider = new kubernetes.Provider('cluster', { kubeconfig: '{}' });
  const placement = {
    nodeSelector: { role: 'system' },
    tolerations: [{ key: 'role', operator: 'Exists', effect: 'NoSchedule' }],
  };
  return {
    provider,
    kubeconfig: pulumi.output('{}'),
    image: (name) => pulumi.output(`testbed.local/${name}:1`),
    placement: { app: { nodeSelector: { role: 'app' }, tolerations: [] }, system: placement },
    capabilities: { localImages: true, helm: false, provided: [], kubeletCertificates: true },
    names: plainNames,
    nodePort: (port) => pulumi.output(`10.64.0.11:${port}`),
    ready: provider,
  };
}

/** A Kubernetes object as a program registered it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: Record<string, unknown>;
  readonly [field: string]: unknown;
}
