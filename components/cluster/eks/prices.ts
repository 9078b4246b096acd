/** A type of EC2 instances. */
export interface InstancePrice {
  readonly vcpu: number;
  /** On demand, Linux, US dollars an hour. */
  readonly perHour: number;
}

const price = (vcpu: number, perHour: number): InstancePrice => ({ vcpu, perHour });

/**
 * Prices for the estimate, in US dollars, of one region. They are pinned: AWS may have changed them since, and other regions have others.
 * On-demand prices: karpenter-provider-aws 1.14.1, pkg/providers/pricing/zz_generated.pricing_aws.go, read there from AWS' price list.
 * The others: the pricing pages of EKS (standard support), VPC (NAT gateway, public IPv4 address), EBS (gp3) and KMS.
 */
export const prices = {
  region: 'us-east-1',
  date: '2026-07-20',
  controlPlanePerHour: 0.1,
  natGatewayPerHour: 0.045,
  publicAddressPerHour: 0.005,
  diskPerGiBMonth: 0.08,
  keyPerMonth: 1,
  hoursPerMonth: 730,
  instances: {
    't3.medium': price(2, 0.0416),
    't3.large': price(2, 0.0832),
    't3.xlarge': price(4, 0.1664),
    'm5.large': price(2, 0.096),
    'm5.xlarge': price(4, 0.192),
    'm6i.large': price(2, 0.096),
    'm6i.xlarge': price(4, 0.192),
    'm6i.2xlarge': price(8, 0.384),
    'm6a.large': price(2, 0.0864),
    'm6a.xlarge': price(4, 0.1728),
    'm6a.2xlarge': price(8, 0.3456),
    'm7i.large': price(2, 0.1008),
    'm7i.xlarge': price(4, 0.2016),
    'm7i.2xlarge': price(8, 0.4032),
    'm7i.4xlarge': price(16, 0.8064),
    'm7a.large': price(2, 0.11592),
    'm7a.xlarge': price(4, 0.23184),
    'm7a.2xlarge': price(8, 0.46368),
    'c6i.large': price(2, 0.085),
    'c6i.xlarge': price(4, 0.17),
    'c6i.2xlarge': price(8, 0.34),
    'c7i.large': price(2, 0.08925),
    'c7i.xlarge': price(4, 0.1785),
    'c7i.2xlarge': price(8, 0.357),
    'c7i.4xlarge': price(16, 0.714),
    'r7i.large': price(2, 0.1323),
    'r7i.xlarge': price(4, 0.2646),
  } as Readonly<Record<string, InstancePrice>>,
} as const;
