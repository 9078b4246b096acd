import { architecture, eksSettings } from '../../../../../components/cluster/eks/settings';
import { problemsOf } from '../../../../../stacks/problems';

const images = { sample: 'registry.example/sample:1' };

function problems(raw: object): string[] {
  const value = { images, ...raw };
  const parsed = eksSettings.safeParse(value);
  if (parsed.success) throw new Error('The settings were taken');
  return problemsOf('eks', value, parsed.error).map(({ path, allowed }) => `${path}: ${allowed}`);
}

describe('settings of EKS', () => {
  it('have safe defaults', () => {
    const settings = eksSettings.parse({ images });
    expect(settings).toMatchObject({
      region: 'us-east-1',
      kubernetesVersion: '1.36',
      zones: 3,
      publicAccessCidrs: [],
      nodeScaling: 'cluster-autoscaler',
      ingress: 'none',
    });
    expect(
      Object.values(settings.nodeGroups).map(({ role, capacity, min, max }) => [role, capacity, min, max]),
    ).toEqual([
      ['system', 'on-demand', 2, 3],
      ['load', 'on-demand', 1, 1],
      ['app', 'on-demand', 1, 10],
    ]);
  });

  it('have one node for the application where their number is fixed, and none of its own where Karpenter makes them', () => {
    const groups = (nodeScaling: string) => eksSettings.parse({ images, nodeScaling }).nodeGroups;
    expect(groups('none')['app']).toMatchObject({ min: 1, max: 1 });
    expect(Object.keys(groups('karpenter'))).toEqual(['system', 'load']);
  });

  it('need an image of the sample application, which has no public one', () => {
    expect(problems({ images: {} })).toEqual([
      'eks.images.sample: needs the reference of an image in a registry; docs/eks.md says how to build and push it',
    ]);
  });

  const digest = `registry.example:5000/team/sample@sha256:${'a'.repeat(64)}`;
  it.each([digest, `registry.example/sample:1.2@sha256:${'0'.repeat(64)}`, 'sample:v1'])(
    'take the image %s',
    (sample) => {
      expect(eksSettings.parse({ images: { sample } }).images.sample).toBe(sample);
    },
  );

  it.each(['sample', 'sample:latest', 'registry.example:5000/sample', 'sample@sha256:12', ''])(
    'refuse the image %j, which is not pinned',
    (sample) => {
      expect(problems({ images: { sample } })[0]).toMatch(/^eks\.images\.sample: must be a reference with a digest/);
    },
  );

  it('refuse to open the API server to the whole internet', () => {
    expect(problems({ publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'] })).toEqual([
      'eks.publicAccessCidrs[1]: is too much of the internet: /8 at the widest',
    ]);
  });

  it.each([
    [{ kubernetesVersion: '1.20' }, /^eks\.kubernetesVersion: .*1\.36.*1\.35/],
    [{ vpcCidr: '10.0.0.0/24' }, /^eks\.vpcCidr: must be a \/16 to \/20/],
    [{ vpcCidr: '10.0.1.0/16' }, /^eks\.vpcCidr: 10\.0\.1\.0\/16 is not the start/],
    [{ zones: 1 }, /^eks\.zones/],
    [{ region: 'Frankfurt' }, /^eks\.region: must be an AWS region/],
    [{ admins: ['me'] }, /^eks\.admins\[0\]: must be the ARN/],
    [{ tags: { 'aws:x': '1' } }, /^eks\.tags/],
    [{ addonVersions: { coredns: '1' } }, /^eks\.addonVersions\.coredns: must be the version of an EKS add-on/],
    [{ nodegroups: {} }, /^eks\.nodegroups: no such key/],
  ])('refuse %j', (raw, message) => {
    expect(problems(raw)[0]).toMatch(message);
  });

  describe('of node groups', () => {
    const rest = { system: { role: 'system' }, load: { role: 'load' } };
    it('are of every role', () => {
      expect(problems({ nodeGroups: { app: { role: 'app' } } })).toEqual([
        'eks.nodeGroups: needs a group with role: system',
        'eks.nodeGroups: needs a group with role: load',
      ]);
    });

    it("are not the application's beside Karpenter", () => {
      expect(problems({ nodeScaling: 'karpenter', nodeGroups: { ...rest, app: { role: 'app' } } })[0]).toMatch(
        /must have no group with role: app where nodeScaling is karpenter/,
      );
    });

    it('have bounds in order, and processors of one architecture', () => {
      expect(problems({ nodeGroups: { ...rest, app: { role: 'app', min: 3, max: 2 } } })).toEqual([
        'eks.nodeGroups.app.min: must be at most max',
      ]);
      const instanceTypes = ['m7i.large', 'm7g.large'];
      expect(problems({ nodeGroups: { ...rest, app: { role: 'app', instanceTypes } } })[0]).toMatch(
        /^eks\.nodeGroups\.app\.instanceTypes: all of one architecture/,
      );
    });
  });
});

// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
it.each([
  ['m7i.large', 'amd64'],
  ['g5.xlarge', 'amd64'],
  ['m6gd.large', 'arm64'],
  ['c7gn.xlarge', 'arm64'],
  ['t4g.small', 'arm64'],
  ['a1.large', 'arm64'],
  ['c6a.large', 'amd64'],
])('%s has the architecture %s', (type, expected) => {
  expect(architecture(type)).toBe(expected);
});
