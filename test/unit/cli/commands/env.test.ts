import { execFileSync } from 'node:child_process';
import { exportLines } from '../../../../cli/commands/env';

test('a shell reads the values as they are', () => {
  const value = `it's "$HOME" \`ls\` \\ here`;
  const script = `${exportLines({ VALUE: value })}printf %s "$VALUE"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
});
