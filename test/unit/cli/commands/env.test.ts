import { execFileSync } from 'node:child_process';
import { exportLines } from '../../../../cli/commands/env';

test('a shell reads the values as they are', () => {
  const value = `it's "$HOME" \`ls\` \\ here`;
  const lines = exportLines({ pathPrefix: ['/our folder', '/b'], variables: { VALUE: value } });
  const output = execFileSync('/bin/sh', ['-c', `${lines}printf '%s %s' "$PATH" "$VALUE"`], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin' },
  });
  expect(output).toBe(`/our folder:/b:/usr/bin ${value}`);
});
