import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../../experiments/spec';
import { Journal, readEntries, readLog, streams, type Head } from '../../../experiments/record/journal';
import { finishInterrupted } from '../../../experiments/recover';
import type { Result } from '../../../experiments/types';

/** Above the highest process number that Linux gives. */
const NOBODY = 2 ** 22 + 1;
const head = (pid: number): Head => ({
  kind: 'run',
  id: 'r1',
  stack: 'dev',
  startedAt: '2026-11-23T08:00:00.000Z',
  spec: parseExperiment({ preset: 'smoke' }),
  target: {
    workload: { namespace: 'app', deployment: 'sample', service: 'sample', port: 8080 },
    autoscaler: { name: 'fixed', settings: {} },
    prometheus: { namespace: 'm', service: 'p', port: 9090 },
    generator: { namespace: 'load', image: 'k6', nodeSelector: {}, tolerations: [] },
  },
  pid,
});
const K6 = { driver: 'k6', part: '' };
const START = Date.parse('2026-11-23T08:00:10Z');

function cutOff(stack: string, id: string, pid: number): string {
  const directory = join(stack, id);
  const journal = new Journal(directory);
  journal.write(head(pid));
  journal.write({ kind: 'deployment', change: 'INITIAL', time: START, facts: { desired: 1, created: 1, ready: 1 } });
  journal.writeLog(K6, `K6START ${START}`);
  for (let n = 0; n < 5; n++) journal.writeLog(K6, `R ${n} ${START + 200 * n} 20 19.5 200 0`);
  return directory;
}

describe('a run that was cut off', () => {
  let stack: string;
  beforeEach(() => (stack = mkdtempSync(join(tmpdir(), 'recover-'))));
  afterEach(() => rmSync(stack, { recursive: true }));

  it('gets its results from what is on disk, and is invalid', async () => {
    const directory = cutOff(stack, 'r1', NOBODY);
    const said: string[] = [];
    await finishInterrupted(stack, (message) => said.push(message));
    const result = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result;
    expect(result.verdict).toBe('invalid');
    expect(result.reasons).toContain('The run was cut off: the process that recorded it was killed.');
    expect(result).toMatchObject({
      id: 'r1',
      stack: 'dev',
      spec: { name: 'smoke' },
      window: { loadStart: '2026-11-23T08:00:10.000Z' },
    });
    expect(said).toEqual(['wrote the results of run r1, which had been cut off']);

    // k6's lines are kept, packed, and nothing is done twice.
    expect(existsSync(join(directory, 'k6.log'))).toBe(false);
    const lines: string[] = [];
    for await (const line of readLog(directory, streams(directory)[0]!)) lines.push(line);
    expect(lines).toHaveLength(6);
    await finishInterrupted(stack, (message) => said.push(message));
    expect(said).toHaveLength(1);
  });

  it('gets the requests of all its generators', async () => {
    const directory = join(stack, 'r2');
    const journal = new Journal(directory);
    journal.write(head(NOBODY));
    ['1', '2', '10'].forEach((part, index) => {
      const stream = { driver: 'k6', part };
      journal.writeLog(stream, `K6START ${START + index}`);
      journal.writeLog(stream, `R ${index} ${START + 8000} 20 19.5 200 0 0 0.0`);
    });
    expect(streams(directory).map(({ part }) => part)).toEqual(['1', '2', '10']);
    await finishInterrupted(stack, () => undefined);
    const result = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result;
    expect(result.checks.find(({ name }) => name === 'Requests recorded, against k6')).toMatchObject({
      value: 3,
      reference: null,
    });
    expect(result.window.loadStart).toBe(new Date(START).toISOString());
    expect(existsSync(join(directory, 'k6-10.log.gz'))).toBe(true);
  });

  it('is left alone while its process lives', async () => {
    const directory = cutOff(stack, 'r1', process.ppid);
    await finishInterrupted(stack, () => undefined);
    expect(existsSync(join(directory, 'result.json'))).toBe(false);
  });

  it('may end in the middle of a line', () => {
    const directory = cutOff(stack, 'r1', NOBODY);
    const journal = new Journal(directory);
    journal.write({ kind: 'end', time: START });
    const file = join(directory, 'observations.jsonl');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, -5));
    expect(readEntries(directory).map(({ kind }) => kind)).toEqual(['run', 'deployment']);
  });

  it('does not keep others from going on', async () => {
    new Journal(join(stack, 'r0'));
    cutOff(stack, 'r1', NOBODY);
    const said: string[] = [];
    await finishInterrupted(stack, (message) => said.push(message));
    expect(said[0]).toMatch(/^run r0 was cut off, and its results cannot be made/);
    expect(said[1]).toMatch(/^wrote the results of run r1/);
  });
});
