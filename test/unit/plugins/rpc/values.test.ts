import { Secret, UNKNOWN } from '../../../../plugins/rpc/types';
import { fromWire, hasSecret, hasUnknown, propertiesToWire, reveal, toWire } from '../../../../plugins/rpc/values';

// From Pulumi's SDK, runtime/rpc.ts.
const KEY = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const UNKNOWN_STRING = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

describe('fromWire', () => {
  it('keeps plain values', () => {
    const plain = { a: [1, 'x', true, null], b: { c: 0 } };
    expect(fromWire(plain)).toEqual(plain);
  });

  it('reads secrets, unknowns and output values at any depth', () => {
    expect(
      fromWire({
        secret: { [KEY]: SECRET, value: { key: UNKNOWN_STRING } },
        list: [UNKNOWN_STRING],
        known: { [KEY]: OUTPUT, value: 'v', secret: false, dependencies: ['urn'] },
        hidden: { [KEY]: OUTPUT, value: 'v', secret: true },
        pending: { [KEY]: OUTPUT },
      }),
    ).toEqual({
      secret: new Secret({ key: UNKNOWN }),
      list: [UNKNOWN],
      known: 'v',
      hidden: new Secret('v'),
      pending: UNKNOWN,
    });
  });

  it('says which property is of a kind that it cannot take', () => {
    expect(() => fromWire({ spec: [{ file: { [KEY]: ASSET } }] })).toThrow(
      'Property "spec[0].file" is of kind "asset", which this provider cannot take; pass a plain value.',
    );
  });
});

describe('toWire', () => {
  it('writes secrets and unknowns, and leaves undefined properties out', () => {
    expect(propertiesToWire({ a: new Secret([1]), b: UNKNOWN, c: undefined, d: { e: undefined, f: null } })).toEqual({
      a: { [KEY]: SECRET, value: [1] },
      b: UNKNOWN_STRING,
      d: { f: null },
    });
  });

  it('is undone by fromWire', () => {
    const value = { a: new Secret({ b: UNKNOWN }), c: [new Secret(1)] };
    expect(fromWire(toWire(value))).toEqual(value);
  });
});

it('reveals, and finds unknowns and secrets', () => {
  const value = { a: [new Secret({ b: UNKNOWN })] };
  expect(reveal(value)).toEqual({ a: [{ b: UNKNOWN }] });
  expect([hasUnknown(value), hasSecret(value)]).toEqual([true, true]);
  expect([hasUnknown({ a: [1] }), hasSecret({ a: [1] }), hasUnknown(undefined)]).toEqual([false, false, false]);
});
