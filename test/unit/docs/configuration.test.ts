/** Every key of the configuration is in docs, and every key in a table of docs is one of the configuration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { argoCdSettings } from '../../../components/addons/charts/argoCd';
import { istioSettings } from '../../../components/addons/istio/mesh';
import { nodePools } from '../../../components/addons/karpenter/settings';
import { targetSettings } from '../../../components/cluster/settings';
import { deploymentWorkload, imageWorkload } from '../../../components/workload/ownSettings';
import { experimentSchema } from '../../../experiments/spec';
import { nodes } from '../../../stacks/nodes';
import { sampleWorkload } from '../../../stacks/sampleWorkload';
import { keys } from '../../../stacks/schema';
import { servicesSchema } from '../../../stacks/services';
import { projectDir } from '../../../toolchain/paths';

/** A page, or its part below a heading of the second level. */
function page(name: string, heading?: string): string {
  const text = readFileSync(join(projectDir, 'docs', name), 'utf8');
  if (heading === undefined) return text;
  const [, part] = text.split(`\n## ${heading}\n`);
  if (part === undefined) throw new Error(`docs/${name} has no "## ${heading}"`);
  return part.split('\n## ')[0] as string;
}

/** The keys in the first column of tables of keys. */
function tableKeys(text: string): string[] {
  const tables = text.match(/^\| key .*\n(\|.*\n)+/gm) ?? [];
  return tables
    .flatMap((table) => table.split('\n').slice(2))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, key = '']) => key);
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** `a`, `a.b` for what is in it, `a.NAME.b` where names are the user's. */
function paths(schema: JsonSchema, prefix = ''): string[] {
  const { properties = {}, additionalProperties: others, items, anyOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [prefix + key, ...paths(inner, `${prefix}${key}.`)]),
    ...(typeof others === 'object' ? [`${prefix}NAME`, ...paths(others, `${prefix}NAME.`)] : []),
    ...(items ? paths(items, prefix) : []),
    ...anyOf.flatMap((one) => paths(one, prefix)),
  ];
}
const pathsOf = (schema: z.ZodType): string[] =>
  paths(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);

/** Between code marks, or in an example. */
const names = (text: string, key: string): boolean =>
  new RegExp(`\`[^\`\\n]*\\b${key}\\b[^\`\\n]*\``).test(text) || new RegExp(`^ .*\\b${key}:`, 'm').test(text);

it('docs/configuration.md begins with all keys, and no other', () => {
  const [first = ''] = page('configuration.md').split('\n## ');
  expect(tableKeys(first).sort()).toEqual([...keys].sort());
});

const SCHEMAS: [key: string, schema: z.ZodType, text: string][] = [
  ['workload', sampleWorkload, page('configuration.md', '`workload`')],
  ['experiment', experimentSchema, page('configuration.md', '`experiment`')],
  ['nodes', nodes, page('configuration.md', '`nodes`')],
  ['nodePools', nodePools, page('nodes.md', '`nodePools`')],
  ['istio', istioSettings, page('configuration.md', '`istio`')],
  ['argoCd', argoCdSettings, page('configuration.md', '`argoCd`')],
  ['kind', targetSettings.kind, page('kind.md')],
  ['existing', targetSettings.existing, page('existing.md')],
  ['eks', targetSettings.eks, page('eks.md')],
  ['workload, an image', imageWorkload, page('workload.md')],
  ['workload, a Deployment', deploymentWorkload, page('workload.md')],
  ['workload, several services', servicesSchema, page('services.md')],
];

test.each(SCHEMAS)('docs name every key of %s', (key, schema, text) => {
  // Of images each can be named: docs/addons.md has them.
  const all = pathsOf(schema).filter((path) => !/^images\.|\bNAME$/.test(path));
  const also = key === 'experiment' ? page('load.md') + page('shapes.md') : '';
  expect(all).not.toEqual([]);
  expect(all.filter((path) => !names(text + also, path.split('.').at(-1)!))).toEqual([]);
});

/** Keys that are read before the schema is asked. */
const BEFORE = ['preset', 'sloFile'];

test.each(SCHEMAS.filter(([key]) => !key.startsWith('workload, ')))(
  'a key of %s in a table is one',
  (key, schema, text) => {
    const known = pathsOf(schema).map((path) => path.replace(/^images\..*/, 'images.NAME'));
    const found = tableKeys(text).map((path) => path.replace(new RegExp(`^${key}\\.`), ''));
    expect(found).not.toEqual([]);
    const isKnown = (path: string): boolean => {
      const pattern = new RegExp(`(^|\\.)${path.replaceAll('.', '\\.').replaceAll('NAME', '[^.]+')}$`);
      return known.some((one) => pattern.test(one)) || BEFORE.includes(path);
    };
    expect(found.filter((path) => !isKnown(path))).toEqual([]);
  },
);

test('a key in a table of workload.md or services.md is one', () => {
  const known = [imageWorkload, deploymentWorkload, servicesSchema].flatMap(pathsOf);
  const found = [...tableKeys(page('workload.md')), ...tableKeys(page('services.md'))];
  expect(found.filter((key) => !known.some((path) => path.split('.').at(-1) === key))).toEqual([]);
});
