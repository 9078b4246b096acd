import { Readable } from 'node:stream';
import { connect, KubeError, retry, splitLines } from '../../../experiments/kube';

async function lines(chunks: (string | Buffer)[]): Promise<string[]> {
  const result: string[] = [];
  for await (const line of splitLines(Readable.from(chunks, { objectMode: false }))) result.push(line);
  return result;
}

describe('lines of a stream', () => {
  it('are whole, wherever the chunks end', async () => {
    expect(await lines(['a', 'b\nc', '\n\nd\n'])).toEqual(['ab', 'c', '', 'd']);
    const e = Buffer.from('é\n');
    expect(await lines([e.subarray(0, 1), e.subarray(1)])).toEqual(['é']);
  });

  it('do not end in a cut one', async () => {
    expect(await lines(['R 1 2\nR 1'])).toEqual(['R 1 2']);
  });
});

describe('retry', () => {
  it('tries until it succeeds', async () => {
    let calls = 0;
    const flaky = () => (++calls < 3 ? Promise.reject(new Error('ECONNREFUSED')) : Promise.resolve(calls));
    expect(await retry(flaky, { within: 5000 })).toBe(3);
  });

  it.each([
    [403, 1],
    [404, 1],
    [429, 2],
    [503, 2],
  ])('takes %d as it is meant', async (code, expected) => {
    let calls = 0;
    const refused = () => (++calls < 2 ? Promise.reject(new KubeError(code, 'no')) : Promise.resolve('yes'));
    await retry(refused, { within: 5000 }).catch(() => undefined);
    expect(calls).toBe(expected);
  });

  it('gives up in the end, with the last error', async () => {
    await expect(retry(() => Promise.reject(new Error('down')), { within: 0 })).rejects.toThrow('down');
  });
});

describe('connect', () => {
  it('says what a kubeconfig lacks', () => {
    expect(() => connect('apiVersion: v1\nkind: Config\n')).toThrow('current-context');
  });
});
