import { allow, document, type PolicyDocument } from './document';

/** Tags by which the cluster autoscaler finds the groups of a cluster, and by which its rights are limited to them. */
export const discoveryTags = (cluster: string): Record<string, string> => ({
  'k8s.io/cluster-autoscaler/enabled': 'true',
  [`k8s.io/cluster-autoscaler/${cluster}`]: 'owned',
});

/**
 * Rights of the cluster autoscaler (its AWS README, "Full Cluster Autoscaler Features Policy"): it reads everything it needs, which AWS
 * cannot limit to resources, and changes only groups that have the discovery tags of this cluster.
 */
export function clusterAutoscalerPolicy(cluster: string, region: string): PolicyDocument {
  const owned = Object.entries(discoveryTags(cluster)).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return document(
    allow(
      'Read',
      [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
        'eks:DescribeNodegroup',
      ],
      '*',
      { StringEquals: { 'aws:RequestedRegion': region } },
    ),
    allow(
      'ScaleOwnGroups',
      ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      '*',
      {
        StringEquals: Object.fromEntries(owned) as Record<string, string>,
      },
    ),
  );
}
