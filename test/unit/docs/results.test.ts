import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFINITIONS, SLI_NAMES } from '../../../experiments/slis/definitions';

describe('docs/results.md', () => {
  const text = readFileSync(join(__dirname, '../../../docs/results.md'), 'utf8');

  it.each(SLI_NAMES)('says of %s what the code says', (name) => {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    const cells = row?.split('|').map((cell) => cell.trim());
    const { unit, core, description } = DEFINITIONS[name];
    expect(cells?.slice(1, 5)).toEqual([`\`${name}\``, unit, core ? 'yes' : '', description]);
  });
});
