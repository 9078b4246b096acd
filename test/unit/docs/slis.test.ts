import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIRECTIONS } from '../../../experiments/compare/directions';
import type { Definition } from '../../../experiments/slis/definition';
import { DEFINITIONS, SLI_NAMES } from '../../../experiments/slis/definitions';

describe('docs/slis.md', () => {
  const text = readFileSync(join(__dirname, '../../../docs/slis.md'), 'utf8');

  it.each(SLI_NAMES)('says of %s what the code says', (name) => {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    const cells = row?.split('|').map((cell) => cell.trim());
    const { unit, core, description, source }: Definition = DEFINITIONS[name];
    const better = DIRECTIONS[name] ?? '';
    expect(cells?.slice(1, 7)).toEqual([`\`${name}\``, unit, better, core ? 'yes' : '', description, source ?? '']);
  });
});
