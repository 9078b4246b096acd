import { z } from 'zod';
import { upstreamImages, type PublishedImage } from '../upstreamImages';
import { parseCidr } from './subnets';

/** Kubernetes versions in EKS' standard support, the newest first (EKS user guide, "Kubernetes versions"). */
export const KUBERNETES_VERSIONS = ['1.36', '1.35', '1.34'] as const;

/** What a node is for: the application under test, the platform, or the load generator. */
export const NODE_ROLES = ['app', 'system', 'load'] as const;
export type NodeRole = (typeof NODE_ROLES)[number];

const text = (error: string, matches: RegExp) => z.string().regex(matches, { error });
const cidr = z.string().check((context) => {
  try {
    parseCidr(context.value);
  } catch (error) {
    context.issues.push({ code: 'custom', message: (error as Error).message, input: context.value });
  }
});
const prefixOf = (range: string): number => Number(range.split('/')[1]);

const instanceType = text('must be an EC2 instance type, like m7i.large', /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/);
const labelName = text(
  'must be a label, like example.com/team',
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
);
const labelValue = text(
  'must be the value of a label: letters, digits, ".", "_", "-", at most 63',
  /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
);

/** Neither a moving tag nor none: the same configuration has to run the same program. */
const imageReference = text(
  'must be a reference with a digest (NAME@sha256:...) or a tag other than latest (NAME:TAG)',
  /^[a-z0-9][a-zA-Z0-9._\-/:]*(@sha256:[0-9a-f]{64}|:(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/,
);

const count = z.int().min(0).max(450);

const nodeGroup = z
  .strictObject({
    role: z.enum(NODE_ROLES),
    /** Spot nodes cost less, and AWS may take them away during an experiment, which then is invalid. */
    capacity: z.enum(['on-demand', 'spot']).default('on-demand'),
    /** Types of one size and one architecture: the autoscaler takes every node of a group for equal. */
    instanceTypes: z.array(instanceType).min(1).max(20).default(['m7i.large']),
    /** Number of nodes at least; that many there are at first. */
    min: count.default(1),
    /** Number of nodes at most. */
    max: count.min(1).default(1),
    /** Root disk of a node, GiB. */
    diskGiB: z.int().min(20).max(16_384).default(40),
    /** Labels besides that of the role. */
    labels: z.record(labelName, labelValue).default({}),
    /** Taints besides that of the role; the testbed's pods of this role tolerate them. */
    taints: z
      .array(
        z.strictObject({
          key: labelName,
          value: labelValue.default(''),
          effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
        }),
      )
      .default([]),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], error: 'must be at most max' })
  .refine(({ instanceTypes }) => new Set(instanceTypes.map(architecture)).size === 1, {
    path: ['instanceTypes'],
    error: 'all of one architecture: either all with processors of AWS (like m7g) or none',
  });
export type NodeGroupSettings = Readonly<z.infer<typeof nodeGroup>>;

/** Processors of an instance type: AWS' own have a "g" behind the generation, as in m7g or c8gd. */
export function architecture(type: string): 'amd64' | 'arm64' {
  return /^([a-z]+\d+g|a1\.)/.test(type) ? 'arm64' : 'amd64';
}

const karpenter = z
  .strictObject({
    /** Types that Karpenter chooses from. */
    instanceTypes: z.array(instanceType).min(1).default(['m7i.large', 'm7i.xlarge', 'm6i.large', 'm6i.xlarge']),
    /** Spot nodes cost less, and AWS may take them away during an experiment, which then is invalid. */
    capacity: z
      .array(z.enum(['on-demand', 'spot']))
      .min(1)
      .default(['on-demand']),
    /** Processors of all its nodes together, at most. */
    cpuLimit: z.int().min(1).max(10_000).default(40),
    /** How long a node that could be done without is kept. */
    consolidateAfter: text('must be a duration like 30s or 5m', /^\d+(s|m|h)$/).default('1m'),
    /** Amazon Linux image, as Karpenter's alias; a dated one (al2023@vYYYYMMDD) makes runs comparable. */
    ami: text('must be al2023@latest or al2023@vYYYYMMDD', /^al2023@(latest|v\d{8})$/).default('al2023@latest'),
    /** Root disk of a node, GiB. */
    diskGiB: z.int().min(20).max(16_384).default(40),
  })
  .prefault({});

const images = z
  .strictObject({
    /** The sample application has no public image. */
    sample: z
      .string({
        error: 'needs the reference of an image in a registry; docs/eks.md says how to build and push it',
      })
      .pipe(imageReference),
    /** Its author publishes none. */
    siege: imageReference.optional(),
    ...Object.fromEntries(
      (Object.keys(upstreamImages) as PublishedImage[]).map((name) => [name, imageReference.optional()]),
    ),
  })
  .prefault({} as { sample: string });

const defaultGroups = (scaling: NodeScaling): Record<string, z.input<typeof nodeGroup>> => ({
  system: { role: 'system', min: 2, max: 3 },
  load: { role: 'load' },
  ...(scaling === 'karpenter' ? {} : { app: { role: 'app', min: 1, max: scaling === 'none' ? 1 : 10 } }),
});

/** What adds and removes nodes of the application. */
export const NODE_SCALING = ['none', 'cluster-autoscaler', 'karpenter'] as const;
export type NodeScaling = (typeof NODE_SCALING)[number];

/** Settings of the target `eks`, by the key of the same name. */
export const eksSettings = z
  .strictObject({
    region: text('must be an AWS region, like eu-central-1', /^[a-z]{2}(-[a-z]+)+-\d$/).default('us-east-1'),
    /** Profile of the AWS configuration files. @default that of the environment */
    profile: z.string().min(1).optional(),
    kubernetesVersion: z.enum(KUBERNETES_VERSIONS).default(KUBERNETES_VERSIONS[0]),
    vpcCidr: cidr
      .refine((range) => prefixOf(range) >= 16 && prefixOf(range) <= 20, {
        error: 'must be a /16 to /20: pods have addresses of it',
      })
      .default('10.0.0.0/16'),
    /** Availability zones; EKS wants two at least. */
    zones: z.int().min(2).max(4).default(3),
    /** One NAT gateway costs less; one in each zone outlives the loss of a zone. */
    natGateways: z.enum(['one', 'per-zone']).default('one'),
    /** Ranges from which the API server is reached over the internet. @default none: only from inside the VPC */
    publicAccessCidrs: z
      .array(cidr.refine((range) => prefixOf(range) >= 8, { error: 'is too much of the internet: /8 at the widest' }))
      .max(40)
      .default([]),
    /** IAM users and roles that administer the cluster besides the one that creates it. */
    admins: z
      .array(text('must be the ARN of an IAM user or role', /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/.+$/))
      .default([]),
    nodeScaling: z.enum(NODE_SCALING).default('cluster-autoscaler'),
    /** By name. @default system, load, and app unless Karpenter makes the application's nodes */
    nodeGroups: z
      .record(
        text('must be a name of lower-case letters, digits and "-", at most 20', /^[a-z][a-z0-9-]{0,19}$/),
        nodeGroup,
      )
      .optional(),
    karpenter,
    /** Versions of EKS add-ons, by their names. @default EKS' default for the Kubernetes version */
    addonVersions: z
      .partialRecord(
        z.enum(['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver']),
        text('must be the version of an EKS add-on, like v1.21.1-eksbuild.1', /^v\d+\.\d+\.\d+-eksbuild\.\d+$/),
      )
      .default({}),
    /** `load-balancer`: the AWS load balancer controller gets its rights. */
    ingress: z.enum(['none', 'load-balancer']).default('none'),
    images,
    /** Tags of every resource besides the testbed's own, for the bill. */
    tags: z
      .record(
        z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, {
          error: 'must be a tag key of AWS, without the prefix aws:',
        }),
        z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, { error: 'must be a tag value of AWS' }),
      )
      .default({}),
    /** How long CloudWatch keeps the logs, days. */
    logRetentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365]).default(30),
  })
  .transform((settings) => ({
    ...settings,
    nodeGroups: settings.nodeGroups ?? z.record(z.string(), nodeGroup).parse(defaultGroups(settings.nodeScaling)),
  }))
  .superRefine(({ nodeGroups, nodeScaling }, context) => {
    const there = new Set(Object.values(nodeGroups).map(({ role }) => role));
    // Karpenter's own pool has the application's nodes.
    const wanted = NODE_ROLES.filter((role) => role !== 'app' || nodeScaling !== 'karpenter');
    for (const role of wanted.filter((name) => !there.has(name)))
      context.addIssue({ code: 'custom', path: ['nodeGroups'], message: `needs a group with role: ${role}` });
    if (nodeScaling === 'karpenter' && there.has('app'))
      context.addIssue({
        code: 'custom',
        path: ['nodeGroups'],
        message: 'must have no group with role: app where nodeScaling is karpenter, which makes those nodes itself',
      });
  });
export type EksSettings = Readonly<z.output<typeof eksSettings>>;
