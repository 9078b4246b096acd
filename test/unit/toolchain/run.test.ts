import { CommandError, run } from '../../../toolchain/run';

test('gives the standard output, and every line of both as it comes', async () => {
  const lines: string[] = [];
  const output = await run('sh', ['-c', 'echo out; echo err >&2'], { onLine: (line) => void lines.push(line) });
  expect(output).toBe('out');
  expect(lines.sort()).toEqual(['err', 'out']);
});

test('a failure names the command, the reason, the last lines and the remedy', async () => {
  const failing = run('sh', ['-c', 'seq 20; exit 3'], { remedy: 'Try again.' });
  await expect(failing).rejects.toThrow(CommandError);
  const { message } = (await failing.catch((error: Error) => error as CommandError)) as CommandError;
  const lines = message.split('\n');
  expect(lines[0]).toBe('sh -c seq 20; exit 3: exit code 3');
  expect(lines.slice(1, 3)).toEqual(['  | 6', '  | 7']);
  expect(lines.at(-2)).toBe('  | 20');
  expect(lines.at(-1)).toBe('Try again.');
});

test('a variable that is undefined is removed from the environment', async () => {
  process.env['TOOLCHAIN_TEST'] = 'x';
  const env = { TOOLCHAIN_TEST: undefined, OTHER: 'y' };
  expect(await run('sh', ['-c', 'echo "${TOOLCHAIN_TEST-unset} $OTHER"'], { env })).toBe('unset y');
  delete process.env['TOOLCHAIN_TEST'];
});

test('a command ends when it is interrupted', async () => {
  const abort = new AbortController();
  const running = run('sleep', ['60'], { signal: abort.signal });
  abort.abort(new Error('interrupted'));
  await expect(running).rejects.toThrow('interrupted');
});

test('a program that does not exist is an error that names it', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow(/no-such-program/);
});
