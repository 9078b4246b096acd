/**
 * What the result of a one-hour run costs when everything is recorded: time to analyse it and to write its files, and the size of report.html, each as
 * a share of its bound. Each run has a process of its own, as a real one has: nothing is warm. Usage: npm run bench:report [-- --runs N]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { RESULT_FILES, writeResults } from '../experiments/report';
import { analyse } from '../experiments/slis';
import { hourMeta, hourRecording, hourSpec, hourTarget } from './hour';
import { options } from './options';
import { spread } from './stats';
import { table } from './table';

/** Of issue 6. */
const BOUNDS = { seconds: 5, megabytes: 10 };

interface Measured {
  readonly requests: number;
  readonly pods: number;
  readonly events: number;
  /** Seconds. */
  readonly analyse: number;
  readonly write: number;
  /** Size of each file, MB (10^6 bytes). */
  readonly files: Readonly<Record<string, number>>;
}

async function measure(): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-report-'));
  try {
    const recording = hourRecording();
    const start = performance.now();
    const result = analyse(recording, hourSpec, { kubeconfig: '', ...hourTarget }, hourMeta);
    const analysed = performance.now();
    if (result.verdict === 'invalid')
      throw new Error(`The recording should be a valid run: ${result.reasons.join(' ')}`);
    await writeResults(directory, result, recording);
    const written = performance.now();
    return {
      requests: recording.requests.end.length,
      pods: recording.pods.length,
      events: recording.events.length,
      analyse: (analysed - start) / 1000,
      write: (written - analysed) / 1000,
      files: Object.fromEntries(
        readdirSync(directory).map((name) => [name, statSync(join(directory, name)).size / 1e6]),
      ),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function inItsOwnProcess(): Promise<Measured> {
  const child = spawn(process.execPath, [...process.execArgv, __filename], {
    env: { ...process.env, BENCH_REPORT_ONE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [[code], output] = (await Promise.all([once(child, 'close'), text(child.stdout)])) as [[number], string];
  if (code !== 0) throw new Error(`a run exited with ${code}`);
  return JSON.parse(output) as Measured;
}

async function main(): Promise<void> {
  if (process.env['BENCH_REPORT_ONE'] !== undefined) return console.log(JSON.stringify(await measure()));
  const { runs: count, json } = options('Time and size of the report of a one-hour run at a resolution of 1 s.');
  const runs: Measured[] = [];
  while (runs.length < count) {
    runs.push(await inItsOwnProcess());
    console.error(`run ${runs.length} of ${count} done`);
  }
  const of = (value: (run: Measured) => number): ReturnType<typeof spread> => spread(runs.map(value));
  const seconds = {
    analyse: of((run) => run.analyse),
    'write files': of((run) => run.write),
    both: of((run) => run.analyse + run.write),
  };
  const megabytes = of(({ files }) => files[RESULT_FILES.report] ?? NaN);
  const ratios = { seconds: seconds.both.median / BOUNDS.seconds, megabytes: megabytes.median / BOUNDS.megabytes };
  const [{ requests, pods, events, files }] = runs as [Measured];
  if (json) console.log(JSON.stringify({ bounds: BOUNDS, requests, pods, events, seconds, megabytes, files, ratios }));
  else {
    console.log(`One hour: ${requests} requests, ${pods} pods in all, ${events} events; ${count} runs.\n`);
    const rows = Object.entries(seconds).map(([name, { min, median, max }]) => [
      name,
      ...[min, median, max].map((value) => value.toFixed(2)),
    ]);
    console.log(table(['seconds', 'min', 'median', 'max'], rows));
    console.log(
      table(
        ['file', 'MB'],
        Object.entries(files).map(([name, size]) => [name, size.toFixed(2)]),
      ),
    );
    console.log(`time:           ${ratios.seconds.toFixed(2)} of the bound of ${BOUNDS.seconds} s`);
    console.log(`report.html:    ${ratios.megabytes.toFixed(2)} of the bound of ${BOUNDS.megabytes} MB`);
  }
  // Not a number is not met either.
  if (!(ratios.seconds <= 1 && ratios.megabytes <= 1)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
