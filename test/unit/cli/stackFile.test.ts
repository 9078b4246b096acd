import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tidyStackFile, withoutSalt } from '../../../cli/stackFile';

const CONFIG = '# mine\nconfig:\n  testbed:autoscaler: fixed # why not\n';
const SALT = 'encryptionsalt: v1:abc=:v1:def:ghi==\n';

test('only the line of the salt goes', () => {
  expect(withoutSalt(CONFIG + SALT)).toBe(CONFIG);
  expect(withoutSalt(SALT + CONFIG)).toBe(CONFIG);
  expect(withoutSalt(CONFIG)).toBeUndefined();
});

test("it stays where the file's own secrets need it", () => {
  expect(withoutSalt(`${CONFIG}  testbed:token:\n    secure: v1:xyz\n${SALT}`)).toBeUndefined();
  expect(withoutSalt(`${CONFIG}  testbed:tokens:\n    - secure: v1:xyz\n${SALT}`)).toBeUndefined();
});

test('a file that held nothing else is removed, a missing one is no error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  try {
    writeFileSync(join(folder, 'Pulumi.dev.yaml'), CONFIG + SALT);
    writeFileSync(join(folder, 'Pulumi.bare.yaml'), SALT);
    for (const stack of ['dev', 'bare', 'absent']) tidyStackFile(folder, stack);
    expect(readFileSync(join(folder, 'Pulumi.dev.yaml'), 'utf8')).toBe(CONFIG);
    expect(existsSync(join(folder, 'Pulumi.bare.yaml'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
