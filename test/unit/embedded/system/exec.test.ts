import { exec } from '../../../../embedded/system/exec';

describe('exec', () => {
  it('gives what the command printed, each word as it is', async () => {
    expect(await exec(['printf', '%s|', 'two words', '$HOME', '-x'])).toBe('two words|$HOME|-x|');
  });

  it('gives the command its input', async () => {
    expect(await exec(['cat'], { input: 'link set up\n' })).toBe('link set up\n');
    expect(await exec(['cat'])).toBe('');
  });

  it('quotes a command that fails, and what it said last', async () => {
    const failing = exec(['sh', '-c', 'seq 20 >&2; exit 3']);
    await expect(failing).rejects.toThrow(/^sh -c seq 20 >&2; exit 3: ended with 3: 11\n12\n.*\n20$/s);
  });

  it('says why a command failed that did not read its input', async () => {
    const input = 'x'.repeat(1024 ** 2);
    await expect(exec(['sh', '-c', 'echo no >&2; exit 1'], { input })).rejects.toThrow('ended with 1: no');
  });

  it('kills the command when it is told to stop', async () => {
    const end = new AbortController();
    const running = exec(['sleep', '60'], { signal: end.signal });
    setImmediate(() => end.abort());
    await expect(running).rejects.toThrow('aborted');
  });

  it('starts nothing when it was told to stop before', async () => {
    await expect(exec(['true'], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
