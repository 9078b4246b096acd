import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Kube } from '../kube';
import type { Part } from '../load/driver';
import { drivers } from '../load/drivers';
import { followLog } from '../load/follow';
import { LoadGenerator } from '../load/generator';
import { showPage } from '../load/page';
import { clock, progressLine } from '../load/progress';
import { loadSeconds } from '../load/shape';
import { clockWarning } from '../recording';
import type { RunContext } from './context';
import { queryAll } from './queries';

/** Seconds between lines about the load that do not replace each other. */
const LINE_SECONDS = 10;
/** Prometheus must scrape once more before it is asked. Seconds after the load's last request. */
const LAST_SCRAPE = 10;

/** Sends the load, and goes on recording until the cool-down is over. @param name of the generator's objects */
export async function sendLoad(kube: Kube, run: RunContext, name: string): Promise<void> {
  const { spec, target, signal, notes } = run;
  const { output } = notes;
  const { report, observer } = run.listeners;
  observer.step('load');
  const seconds = loadSeconds(spec);
  report(`load of ${clock(seconds)} begins, then ${clock(spec.cooldown)} of cool-down`);
  const { namespace } = target.generator;
  const manifests = drivers[spec.load.driver].manifests({ name, spec, target, now: Date.now() });
  const generator = new LoadGenerator(kube, namespace, manifests, target.generator.proxy);
  await generator.start(signal);
  const { page } = manifests;
  const shown = page && (await showPage(kube, namespace, page));
  if (page && shown) report(`${page.name}: ${shown.url}`);
  let ticks = 0;
  const ticking = setInterval(() => progress(run, ++ticks), 1000);
  try {
    await follow(generator, run, seconds);
    const { loadStart } = output;
    if (loadStart === null) throw new Error('The load generator never began to send.');
    const lastRequest = output.lastEnd ?? Date.now();
    const until = Math.max(loadStart + (seconds + spec.cooldown) * 1000, lastRequest + LAST_SCRAPE * 1000);
    await sleep(Math.max(0, until - Date.now()), undefined, { signal });
  } finally {
    clearInterval(ticking);
    shown?.close();
    observer.step('queries');
    // What Prometheus has is worth having too when the run was cut short, but nobody waits for it then.
    if (output.loadStart !== null && !signal.aborted) await queryAll(kube, run, output.loadStart);
  }
}

/** Takes in the output of all parts until they have ended; throws if one did not end well. */
async function follow(generator: LoadGenerator, run: RunContext, seconds: number): Promise<void> {
  const { load } = run.spec;
  const stop = new AbortController();
  const most = seconds + load.timeout + generator.extraSeconds + drivers[load.driver].endSeconds;
  const timer = setTimeout(() => stop.abort(), most * 1000);
  const signal = AbortSignal.any([stop.signal, run.signal]);
  try {
    await Promise.all(generator.parts.map((part) => followPart(generator, run, part, signal)));
  } catch (error) {
    if (!stop.signal.aborted || run.signal.aborted) throw error;
    throw new Error(`The load generator did not end within ${Math.round(most)} s.`, { cause: error });
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function followPart(generator: LoadGenerator, run: RunContext, part: Part, signal: AbortSignal): Promise<void> {
  const { notes } = run;
  const driver = drivers[run.spec.load.driver];
  // Each part is known from its beginning: the load has a summary only when all have one.
  notes.output.part(part.name);
  const take = (line: string, stamp: string): void =>
    takeLine(run, part, driver.stamped === true ? `${stamp} ${line}` : line);
  await followLog(generator.log(part, signal), take, {
    signal,
    interrupted: (error) => notes.warning(`The load generator's log was read on after a break (${messageOf(error)}).`),
  });
  const failure = notes.output.part(part.name).failure ?? (await generator.failure(part, run.signal));
  if (failure !== undefined) throw new Error(failure);
}

function takeLine({ spec, notes }: RunContext, part: Part, line: string): void {
  const { output, journal } = notes;
  const driver = drivers[spec.load.driver];
  journal.writeLog({ driver: driver.name, part: part.name }, line);
  const before = output.loadStart;
  driver.parse(line, output.part(part.name));
  const { loadStart } = output;
  if (before !== null || loadStart === null) return;
  const warning = clockWarning(loadStart, Date.now());
  if (warning !== undefined) notes.warning(warning);
}

function progress({ spec, notes, listeners }: RunContext, second: number): void {
  const { output, timeline } = notes;
  const { report, status } = listeners;
  const { loadStart } = output;
  if (loadStart === null || (status === undefined && second % LINE_SECONDS !== 0)) return;
  const line = progressLine({ spec, loadStart, now: Date.now() }, output, timeline.replicas.at(-1));
  (status ?? report)(line);
}
