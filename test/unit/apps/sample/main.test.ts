import { buildSync } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchText, type Reply } from './client';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));
const bundle = join(folder, 'main.js');
const children: ChildProcess[] = [];

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../../../../apps/sample/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node22',
    outfile: bundle,
  });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly child: ChildProcess;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  output(): string;
  /** Resolves when the output matches; gives the match. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

function run(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    ended,
    output: () => output,
    async says(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        await once(child.stdout, 'data');
      }
    },
  };
}

test('SIGTERM loses no request and ends with exit code 0', async () => {
  const application = run({ PORT: '0', HEAVYWORK_ROUNDS: '50000', DRAIN_SECONDS: '0.5' });
  const [, port] = await application.says(/listening on port (\d+)/);
  const address = `http://127.0.0.1:${port}`;

  // Requests keep coming until readiness tells that the endpoint leaves, and a while longer, as with real endpoints.
  const replies: Promise<Reply>[] = [];
  const request = () => replies.push(fetchText(`${address}/heavywork`));
  for (let i = 0; i < 30; i++) request();
  await replies[0];
  application.child.kill('SIGTERM');
  while ((await fetchText(`${address}/readyz`)).status === 200) request();
  for (let i = 0; i < 30; i++) request();

  const statuses = (await Promise.all(replies)).map((reply) => reply.status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await replies.at(-1))?.headers.connection).toBe('close');
  expect(await application.ended).toBe(0);
  expect(application.output()).toMatch(/SIGTERM: draining\ndrained\n$/);
});

test('a wrong environment ends the start with what is wrong', async () => {
  const application = run({ PORT: 'http' });
  expect(await application.ended).toBe(1);
  expect(application.output()).toBe(
    'The environment is wrong:\nPORT="http": expected a whole number from 0 to 65535\n',
  );
});
