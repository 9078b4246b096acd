import { execFileSync } from 'node:child_process';

import { quote } from '../../../../embedded/plan/quote';

describe('quote', () => {
  it('leaves a plain word as it is', () => {
    expect(quote('--bind-address=10.70.0.1:6443')).toBe('--bind-address=10.70.0.1:6443');
  });

  it.each(['', 'two words', "it's", '"', '$HOME', '`id`', '\\', '*', '~', 'a\nb', 'a;b', "'", '#', 'ä'])(
    'has the shell read %j as it is',
    (word) => {
      expect(execFileSync('sh', ['-c', `printf %s ${quote(word)}`], { encoding: 'utf8' })).toBe(word);
    },
  );
});
