import { ROLE } from '../roles';
import { roleTaints } from './nodeGroups';
import type { EksSettings } from './settings';

/** What Karpenter's nodes are made in. */
export interface KarpenterPlace {
  readonly cluster: string;
  /** Name of the nodes' IAM role. */
  readonly nodeRole: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Tags of the machines and disks. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Name of the node class and of the node pool. */
export const APP_NODES = 'app';

type Chosen = EksSettings['karpenter'];

/** Spec of the EC2NodeClass (karpenter.k8s.aws/v1): machines as safe as those of the managed groups. */
export function nodeClassSpec({ ami, diskGiB }: Chosen, place: KarpenterPlace) {
  return {
    role: place.nodeRole,
    amiSelectorTerms: [{ alias: ami }],
    subnetSelectorTerms: place.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: place.securityGroupId }],
    associatePublicIPAddress: false,
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeType: 'gp3', volumeSize: `${diskGiB}Gi`, encrypted: true, deleteOnTermination: true },
      },
    ],
    tags: { ...place.tags, Name: `${place.cluster}-app` },
  };
}

/** Spec of the NodePool (karpenter.sh/v1): nodes of the application, as many as its pods need. */
export function nodePoolSpec({ instanceTypes, capacity, cpuLimit, consolidateAfter }: Chosen) {
  return {
    template: {
      metadata: { labels: { [ROLE]: 'app' } },
      spec: {
        nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: APP_NODES },
        taints: roleTaints('app'),
        requirements: [
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: [...instanceTypes] },
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: [...capacity] },
          { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
        ],
        // A node that is replaced for its age in the midst of an experiment would spoil it.
        expireAfter: 'Never',
      },
    },
    limits: { cpu: String(cpuLimit) },
    disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter },
  };
}
