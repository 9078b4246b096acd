import { fieldManagerOf, isAutonamed, withName } from '../../../../plugins/kubernetes/naming';
import { Secret, UNKNOWN, type Properties } from '../../../../plugins/rpc/types';

const resource = { name: 'web', randomSeed: new Uint8Array([1, 2, 3]) };
// sha256 of the bytes 01 02 03 begins with 039058c6.
const NAME = 'web-039058c6';
const autonamed = { metadata: { annotations: { 'pulumi.com/autonamed': 'true' }, name: NAME } };

it('makes a name from the seed and marks it', () => {
  expect(withName({ kind: 'Pod', metadata: { labels: { a: 'b' } } }, {}, resource)).toEqual({
    kind: 'Pod',
    metadata: { labels: { a: 'b' }, ...autonamed.metadata },
  });
  expect(withName({}, {}, resource)).toEqual(autonamed);
});

it('keeps the name that was made before', () => {
  const olds = { metadata: { name: 'web-old', annotations: { 'pulumi.com/autonamed': 'true' } } };
  expect(withName({}, olds, resource)).toMatchObject({ metadata: { name: 'web-old' } });
});

it('makes a new name when the program has taken its own away', () => {
  expect(withName({}, { metadata: { name: 'mine' } }, resource)).toEqual(autonamed);
});

it.each<Properties>([{ metadata: { name: 'mine' } }, { metadata: { name: UNKNOWN } }, { metadata: UNKNOWN }])(
  'leaves a given name alone: %#',
  (news) => {
    expect(withName(news, {}, resource)).toBe(news);
    expect(isAutonamed(news)).toBe(false);
  },
);

it('keeps secrets secret', () => {
  const named = withName({ metadata: new Secret({ labels: { a: 'b' } }) }, {}, resource);
  expect(named['metadata']).toEqual(new Secret({ labels: { a: 'b' }, ...autonamed.metadata }));
});

it('gives each resource a field manager of its own, the same every time', () => {
  expect(fieldManagerOf('urn:a')).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
  expect(fieldManagerOf('urn:a')).toBe(fieldManagerOf('urn:a'));
  expect(fieldManagerOf('urn:a')).not.toBe(fieldManagerOf('urn:b'));
});
