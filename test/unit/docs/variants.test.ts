import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { findVariant, variantNames } from '../../../components/autoscalers/registry';
import type { Variant } from '../../../components/autoscalers/types';
import { targetsFor } from '../../../components/cluster/settings';
import { parseConfig } from '../../../stacks/schema';

const docs = (name: string) => readFileSync(join(__dirname, '../../../docs', name), 'utf8');
const text = docs('variants.md');
const variant = (name: string) => findVariant(name) as Variant;

describe('docs/variants.md', () => {
  it.each(variantNames)('has a section on %s', (name) => {
    expect(text).toContain(`\n## \`${name}\`\n`);
  });

  it.each(variantNames)('says when %s notices a step, as the code does', (name) => {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    const cells = row?.split('|').map((cell) => cell.trim());
    const notice = variant(name).notice(variant(name).settings.parse({}));
    const expected = notice === null ? ['never', '', ''] : [notice.least, notice.mean, notice.worst].map(String);
    expect(cells?.slice(2, 5)).toEqual(expected);
  });

  const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => {
    const { settings } = parse(yaml ?? '') as { settings: Record<string, unknown> };
    return [Object.keys(settings).join(), settings] as const;
  });

  it.each(examples)('has a valid example of %s', (autoscaler, settings) => {
    const [cluster] = targetsFor(variant(autoscaler).requires(variant(autoscaler).settings.parse({})));
    expect(() => parseConfig({ cluster, autoscaler, settings })).not.toThrow();
  });
});

describe('docs/configuration.md', () => {
  const configuration = docs('configuration.md');

  it.each(variantNames)('names every setting of %s', (name) => {
    const { properties = {} } = z.toJSONSchema(variant(name).settings, { io: 'input' });
    expect(Object.keys(properties)).not.toEqual([]);
    for (const key of Object.keys(properties)) {
      expect(configuration).toMatch(new RegExp(`^\\| \`${key}[\`.]|^.*\`${key}\`.*as \`hpa-cpu\` has them`, 'm'));
    }
  });
});
