import { changedKeys, hasUnknown, plain, text, toValue } from '../../../../plugins/testbed/properties';
import { Secret, UNKNOWN } from '../../../../plugins/rpc/types';

describe('properties', () => {
  it('unwraps secrets, however deep', () => {
    expect(plain({ a: [new Secret({ b: new Secret('c') })], d: null })).toEqual({ a: [{ b: 'c' }], d: null });
  });

  it('finds changes by value, not by wrapper or order', () => {
    const olds = { a: new Secret({ x: 1, y: 2 }), b: 1, gone: true };
    expect(changedKeys(olds, { a: { y: 2, x: 1 }, b: 2, come: false })).toEqual(['b', 'gone', 'come']);
  });

  it('finds unknowns inside', () => {
    expect(hasUnknown({ a: [1, new Secret({ b: UNKNOWN })] })).toBe(true);
    expect(hasUnknown({ a: [1, new Secret({ b: 'known' })] })).toBe(false);
  });

  it('leaves out what is undefined', () => {
    expect(toValue({ a: undefined, b: [1] })).toEqual({ b: [1] });
  });

  it('refuses to read what is no text as text', () => {
    expect(text({ a: 'b' }, 'a')).toBe('b');
    expect(() => text({ a: 1 }, 'a')).toThrow('Property a must be a string, got 1');
  });
});
