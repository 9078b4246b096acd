import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePassphrase } from '../../../cli/passphrase';

test('the passphrase is made once, for its owner only, and stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passphrase-'));
  try {
    const path = join(folder, 'state', 'passphrase');
    ensurePassphrase(path);
    const first = readFileSync(path, 'utf8');
    // 32 random bytes in base64url.
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
    ensurePassphrase(path);
    expect(readFileSync(path, 'utf8')).toBe(first);
    expect(readdirSync(join(folder, 'state'))).toEqual(['passphrase']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
