/** Entry point of the sample application: one process, set up by the environment (settings.ts). */
import { Application } from './application';
import { readSettings, SettingsError, type Settings } from './settings';

function settings(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(`The environment is wrong:\n${error.message}`);
    process.exit(1);
  }
}

async function stop(application: Application, signal: string): Promise<void> {
  console.log(`${signal}: draining`);
  const cutOff = await application.drain();
  console.log(cutOff === 0 ? 'drained' : `${cutOff} requests were cut off: they took longer than GRACE_SECONDS`);
  process.exit(cutOff === 0 ? 0 : 1);
}

const application = new Application(settings());
// Process 1 of a container has no default action for signals.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (application.phase !== 'draining') void stop(application, signal);
  });
}
application.start().then(
  (port) => console.log(`listening on port ${port}`),
  (error: unknown) => {
    console.error(`cannot listen: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
