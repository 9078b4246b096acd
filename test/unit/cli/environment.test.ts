import { chooseBackend, credentialsPath, pulumiVariables, withEnvironment, type Needs } from '../../../cli/environment';

const OWN = 'file:///state/backend';

test('the credentials file is found as the Pulumi CLI finds it', () => {
  expect(credentialsPath({ HOME: '/home/ann' })).toBe('/home/ann/.pulumi/credentials.json');
  expect(credentialsPath({ HOME: '/home/ann', PULUMI_HOME: '/p' })).toBe('/p/credentials.json');
  expect(credentialsPath({ PULUMI_HOME: '/p', PULUMI_CREDENTIALS_PATH: '/c' })).toBe('/c/credentials.json');
});

test("the user's backend is used: variables before the login", () => {
  const login = JSON.stringify({ current: 'https://api.pulumi.com' });
  expect(chooseBackend({ PULUMI_BACKEND_URL: 's3://mine' }, login, OWN)).toEqual({ owner: 'user', url: 's3://mine' });
  expect(chooseBackend({ PULUMI_ACCESS_TOKEN: 'pul-1' }, undefined, OWN)).toEqual({ owner: 'user' });
  expect(chooseBackend({}, login, OWN)).toEqual({ owner: 'user', url: 'https://api.pulumi.com' });
});

test('a login that cannot be read is a login all the same', () => {
  expect(chooseBackend({}, 'encrypted', OWN)).toEqual({ owner: 'user' });
});

test('without a login, or logged out, the state is in a folder of ours', () => {
  const own = { owner: 'testbed', url: OWN };
  expect(chooseBackend({}, undefined, OWN)).toEqual(own);
  expect(chooseBackend({ PULUMI_BACKEND_URL: '' }, undefined, OWN)).toEqual(own);
  expect(chooseBackend({}, '{"current":"","accounts":{}}', OWN)).toEqual(own);
});

const needs: Needs = {
  backend: { owner: 'testbed', url: OWN },
  passphraseFile: '/state/passphrase',
  standIns: true,
};

test('our backend comes with our passphrase, and stand-ins keep Pulumi from downloading', () => {
  expect(pulumiVariables({}, needs)).toEqual({
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_OPTION_SKIP_PLUGIN_PRE_INSTALL: 'true',
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_BACKEND_URL: OWN,
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true',
    PULUMI_CONFIG_PASSPHRASE_FILE: '/state/passphrase',
  });
});

test.each([{ PULUMI_CONFIG_PASSPHRASE: '' }, { PULUMI_CONFIG_PASSPHRASE_FILE: '/mine' }])(
  "the user's passphrase is respected: %p",
  (env) => expect(pulumiVariables(env, needs)).not.toHaveProperty('PULUMI_CONFIG_PASSPHRASE_FILE'),
);

test("neither the user's backend nor their passphrase is touched", () => {
  const variables = pulumiVariables({}, { ...needs, backend: { owner: 'user' }, standIns: false });
  expect(Object.keys(variables).sort()).toEqual([
    'PULUMI_NODEJS_TRANSPILE_ONLY',
    'PULUMI_OPTION_SKIP_PLUGIN_PRE_INSTALL',
    'PULUMI_SKIP_UPDATE_CHECK',
  ]);
});

test('our folders come first on PATH', () => {
  const environment = { backend: needs.backend, pathPrefix: ['/ours/a', '/ours/b'], variables: { X: '1' } };
  expect(withEnvironment({ PATH: '/usr/bin:/bin', X: '0', Y: '2' }, environment)).toEqual({
    PATH: '/ours/a:/ours/b:/usr/bin:/bin',
    X: '1',
    Y: '2',
  });
});
