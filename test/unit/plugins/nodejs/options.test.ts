import { parseOptions, splitWords } from '../../../../plugins/nodejs/options';

it('has the defaults of the official language host', () => {
  expect(parseOptions({})).toEqual({ typescript: true, nodeargs: [], packagemanager: 'npm', production: false });
});

it('reads what is set', () => {
  expect(
    parseOptions({
      typescript: false,
      tsconfig: 'a.json',
      nodeargs: '-r tsx/cjs',
      packagemanager: 'pnpm',
      production: true,
    }),
  ).toEqual({
    typescript: false,
    tsconfig: 'a.json',
    nodeargs: ['-r', 'tsx/cjs'],
    packagemanager: 'pnpm',
    production: true,
  });
});

it.each([
  [{ typescript: 'yes' }, 'runtime.options.typescript in Pulumi.yaml is "yes"; it must be a boolean.'],
  [
    { packagemanager: 'pip' },
    'runtime.options.packagemanager in Pulumi.yaml is "pip"; it must be one of auto, npm, yarn, pnpm, bun.',
  ],
])('refuses %j', (options, message) => {
  expect(() => parseOptions(options)).toThrow(message);
});

it.each([
  ['', []],
  ['  --a=1   b ', ['--a=1', 'b']],
  [`--title="a b" 'c d'e`, ['--title=a b', 'c de']],
])('splits %j', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
