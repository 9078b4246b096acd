import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captured } from '../../../cli/process';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs until a file is there. */
async function appears(path: string): Promise<void> {
  for (let tries = 0; !existsSync(path); tries++) {
    if (tries === 400) throw new Error(`${path} did not appear`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a command is captured with its input and exit code', async () => {
  expect(await captured('sh', ['-c', 'cat; echo wrong >&2; exit 3'], {}, 'input')).toEqual({
    code: 3,
    stdout: 'input',
    stderr: 'wrong\n',
  });
});

/** A process that streams a command, which notes the signals that it gets; it ends by itself after a while. */
function streaming() {
  const command = join(folder, 'command.sh');
  const log = join(folder, 'signals');
  const ready = join(folder, 'ready');
  writeFileSync(
    command,
    `trap 'echo INT >>${log}; stop=1' INT\ntouch ${ready}\nfor i in $(seq 200); do [ "$stop" ] || sleep 0.05; done\nsleep 0.3\nexit 7\n`,
  );
  const main = join(folder, 'main.ts');
  writeFileSync(
    main,
    `import { Interrupts } from ${JSON.stringify(join(__dirname, '../../../cli/interrupts'))};
     import { streamed } from ${JSON.stringify(join(__dirname, '../../../cli/process'))};
     void streamed('sh', [${JSON.stringify(command)}], {}, new Interrupts()).then((code) => process.exit(code));`,
  );
  const tsx = join(__dirname, '../../../node_modules/tsx/dist/cjs/index.cjs');
  const child = spawn(process.execPath, ['-r', tsx, main], { stdio: 'inherit' });
  return { child, log, ready, ended: once(child, 'exit') };
}

test('a command that is streamed hears of Ctrl-C once, however often the signal comes, and gives its exit code', async () => {
  const { child, log, ready, ended } = streaming();
  await appears(ready);
  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) child.kill(signal);
  expect(await ended).toEqual([7, null]);
  expect(readFileSync(log, 'utf8')).toBe('INT\n');
});

test('a command that is streamed stops in good order when its parent is killed', async () => {
  const { child, log, ready, ended } = streaming();
  await appears(ready);
  child.kill('SIGKILL');
  await ended;
  await appears(log);
  expect(readFileSync(log, 'utf8')).toBe('INT\n');
});
