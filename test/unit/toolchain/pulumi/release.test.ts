import { checksumOf } from '../../../../toolchain/pulumi/release';

const list = ['aa11  pulumi-v3.259.0-linux-arm64.tar.gz', 'bb22  pulumi-v3.259.0-linux-x64.tar.gz', ''].join('\n');

test('the checksum of a file is the one on its line', () => {
  expect(checksumOf(list, 'pulumi-v3.259.0-linux-x64.tar.gz')).toBe('bb22');
  expect(checksumOf(list, 'pulumi-v3.259.0-linux')).toBeUndefined();
  expect(checksumOf('', 'pulumi-v3.259.0-linux-x64.tar.gz')).toBeUndefined();
});

test('the mark of binary mode is not part of the name', () => {
  expect(checksumOf('cc33 *file', 'file')).toBe('cc33');
});
