import { closeSync, fstatSync, readlinkSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { nameless } from '../../../../cli/commands/kubectl';

test('a kubeconfig is handed over without a name in the file system, and can be read more than once', () => {
  const file = nameless('secret');
  try {
    expect(readlinkSync(`/proc/self/fd/${file}`)).toMatch(/ \(deleted\)$/);
    expect(fstatSync(file).mode & 0o777).toBe(0o600);
    const read = execFileSync('cat', ['/proc/self/fd/3', '/proc/self/fd/3'], {
      stdio: ['ignore', 'pipe', 'inherit', file],
      encoding: 'utf8',
    });
    expect(read).toBe('secretsecret');
  } finally {
    closeSync(file);
  }
});
