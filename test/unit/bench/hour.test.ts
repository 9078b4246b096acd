import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hourMeta, hourRecording, hourSpec, hourTarget } from '../../../bench/hour';
import { loadSeconds } from '../../../experiments/load/shape';
import { writeResults } from '../../../experiments/report';
import { analyse } from '../../../experiments/slis';

jest.setTimeout(60_000);

const recording = hourRecording();
const directory = mkdtempSync(join(tmpdir(), 'hour-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('is an hour of 100 requests/s, 100 pods at a time and thousands of events', () => {
  expect(loadSeconds(hourSpec)).toBe(3660);
  // The last is due at the very end.
  expect(recording.requests.end.length).toBe(366_000);
  expect(Math.max(...recording.replicas.map(({ ready }) => ready))).toBe(100);
  expect(Math.min(...recording.replicas.slice(1).map(({ ready }) => ready))).toBeLessThan(40);
  expect(recording.events.length).toBeGreaterThan(3000);
});

it('has a valid result, whose report stays below 10 MB', async () => {
  const result = analyse(recording, hourSpec, { kubeconfig: '', ...hourTarget }, hourMeta);
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
  expect(result.warnings.filter((warning) => !warning.startsWith('Simulated'))).toEqual([]);
  await writeResults(directory, result, recording);
  expect(statSync(join(directory, 'report.html')).size).toBeLessThan(10e6);
});
