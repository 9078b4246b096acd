import { programArguments, programEnd, programEnvironment, type Program } from '../../../../plugins/nodejs/command';
import { parseOptions } from '../../../../plugins/nodejs/options';

const program: Program = {
  monitor: 'm:1',
  engine: 'e:1',
  organization: '',
  project: 'p',
  stack: 's',
  rootDirectory: '/r',
  programDirectory: '/r/p',
  entryPoint: '.',
  args: ['extra'],
  dryRun: true,
  parallel: 4,
  config: { 'p:a': '1' },
  configSecretKeys: ['p:a'],
};

it('passes what is set to the runner, after the arguments for node', () => {
  expect(programArguments(program, parseOptions({ nodeargs: '--trace-warnings' }), '/run').join(' ')).toBe(
    '--trace-warnings /run --monitor m:1 --engine e:1 --project p --stack s --root-directory /r --pwd /r/p --parallel 4 --dry-run . extra',
  );
});

it('passes config, and transpiles only unless the user says otherwise', () => {
  expect(programEnvironment(program, parseOptions({ tsconfig: 't.json' }), { HOME: '/h' })).toEqual({
    HOME: '/h',
    PULUMI_CONFIG: '{"p:a":"1"}',
    PULUMI_CONFIG_SECRET_KEYS: '["p:a"]',
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    PULUMI_NODEJS_TYPESCRIPT: 'true',
    PULUMI_NODEJS_TSCONFIG_PATH: 't.json',
  });
  const set = programEnvironment(program, parseOptions({}), { PULUMI_NODEJS_TRANSPILE_ONLY: 'false' });
  expect(set['PULUMI_NODEJS_TRANSPILE_ONLY']).toBe('false');
});

it.each([
  [0, null, {}],
  [32, null, { bail: true }],
  [1, null, { error: 'Program exited with non-zero exit code: 1' }],
  [null, 'SIGINT', { error: 'Program was ended by SIGINT' }],
  [null, 'SIGABRT', { error: expect.stringContaining('max-old-space-size') as string }],
])('reads exit code %p and signal %p', (code, signal, expected) => {
  expect(programEnd(code, signal)).toEqual(expected);
});
