import { readSettings, SettingsError } from '../../../../apps/sample/settings';

function problemsOf(env: Record<string, string>): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('every setting has a default', () => {
  expect(readSettings({})).toEqual({
    port: 8080,
    heavyworkRounds: 80_000,
    lightworkRounds: 4_000,
    workConcurrency: 1,
    crocodilesDelayMs: { min: 10, max: 100 },
    downstreamUrls: [],
    downstreamTimeoutSeconds: 5,
    routes: null,
    poolSize: 0,
    errorSeed: 1,
    startupDelaySeconds: 0,
    drainSeconds: 5,
    graceSeconds: 25,
  });
});

test('an empty variable counts as not set, and fractions of a second are allowed', () => {
  expect(readSettings({ PORT: '', DRAIN_SECONDS: '0.5' })).toMatchObject({ port: 8080, drainSeconds: 0.5 });
});

test('downstream addresses are separated by commas', () => {
  expect(readSettings({ DOWNSTREAM_URLS: 'http://b/lightwork, http://c:81/heavywork,' }).downstreamUrls).toEqual([
    'http://b/lightwork',
    'http://c:81/heavywork',
  ]);
});

test('all that is wrong is named at once, with the value and what is expected', () => {
  expect(problemsOf({ PORT: '-1', HEAVYWORK_ROUNDS: '1e3', DOWNSTREAM_URLS: 'http://a,b' })).toEqual([
    'DOWNSTREAM_URLS="http://a,b": expected http:// addresses, comma separated; "b" is none',
    'PORT="-1": expected a whole number from 0 to 65535',
    'HEAVYWORK_ROUNDS="1e3": expected a whole number from 1 to 1000000000',
  ]);
});

test('settings that contradict each other are refused', () => {
  expect(problemsOf({ CROCODILES_DELAY_MIN_MS: '200', DRAIN_SECONDS: '30' })).toEqual([
    'CROCODILES_DELAY_MIN_MS=200 is more than CROCODILES_DELAY_MAX_MS=100',
    'DRAIN_SECONDS=30 is more than GRACE_SECONDS=25',
  ]);
});
