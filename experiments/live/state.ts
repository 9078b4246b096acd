import { clock } from '../load/progress';
import { loadSeconds } from '../load/shape';
import type { RunStep, RunUnderWay } from '../observer';
import { BAND_NAMES } from '../report/page';
import type { PodRecord, Result, Series } from '../types';
import { LiveCharts } from './charts';
import { Happenings, type Happening } from './happenings';
import { SoFar } from './soFar';
import type { Entry, Head, Phase, Snapshot, Status, Update } from './types';

/** Things that happened that a page opened late is told of. */
const LOG = 300;

/** What a page shows of a run, made bit by bit of what the run has recorded. Has no clock and no effects. */
export class LiveState {
  private readonly happenings: Happenings;
  private readonly log: Entry[] = [];
  private step: RunStep = 'preflight';
  private doing = '';
  private charts: LiveCharts | undefined;
  private soFar: SoFar | undefined;
  private seen = new Map<string, number>();
  private series: Readonly<Record<string, Series>> = {};
  private seriesFrom = Infinity;
  private scenery = { bands: '', marks: '' };
  private told: Phase | undefined;
  private end: Status['end'] = null;
  private status: Status;

  constructor(private readonly run: RunUnderWay) {
    this.happenings = new Happenings(run.timeline);
    this.status = this.statusAt(Date.parse(run.startedAt));
  }

  at(step: RunStep): void {
    this.step = step;
  }

  said(message: string): void {
    this.doing = message;
  }

  /** Points that Prometheus has for the time from `from` on (Unix ms), added to those from before. */
  took(series: Readonly<Record<string, Series>>, from: number): void {
    this.seriesFrom = Math.min(this.seriesFrom, from);
    const before = this.series;
    this.series = Object.fromEntries(
      Object.entries(series).map(([name, one]) => {
        const kept = (before[name]?.points ?? []).filter(([time]) => time < from);
        const points = [...kept, ...one.points];
        return [name, { ...one, points, reason: points.length > 0 ? undefined : one.reason }];
      }),
    );
  }

  /** Up to where Prometheus has told, Unix ms: the time of its last point. */
  get seriesUntil(): number | undefined {
    const ends = Object.values(this.series).flatMap(({ points }) => points.at(-1)?.[0] ?? []);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  over({ verdict, reasons }: Pick<Result, 'verdict' | 'reasons'>, report: string): void {
    this.end = { verdict, reasons, report };
  }

  /** Takes in what has been recorded until `now`, Unix ms, and gives what has changed; a whole snapshot where that is much. */
  tick(now: number): Update | Snapshot {
    const { timeline, output } = this.run;
    const pods = timeline.pods();
    const { loadStart } = output;
    const restarted = loadStart !== null && this.charts?.loadStart !== loadStart;
    if (restarted) this.begin(loadStart);
    for (const request of output.fresh(this.seen)) {
      this.charts?.add(request);
      this.soFar?.add(request);
    }
    const rows = this.charts?.tick(now, { pods, series: this.series, seriesFrom: this.seriesFrom }) ?? [];
    this.seriesFrom = Infinity;
    this.status = this.statusAt(now);
    const log = [...this.phaseChange(now), ...this.happenings.take(pods, now)].map((one) => this.entry(one));
    this.log.push(...log);
    this.log.splice(0, this.log.length - LOG);
    const scenery = this.newScenery(pods);
    if (restarted || rows === 'all') return this.snapshot();
    return { status: this.status, rows, log, ...scenery };
  }

  snapshot(): Snapshot {
    const { id, stack, startedAt, spec, target } = this.run;
    const head: Head = {
      id,
      stack,
      startedAt,
      experiment: spec.name,
      variant: target.autoscaler.name,
      workload: target.workload.deployment,
    };
    const charts = this.charts?.page(this.run.timeline.pods());
    return {
      ...{ head, status: this.status, log: [...this.log] },
      charts: charts === undefined ? null : { ...charts, names: BAND_NAMES },
    };
  }

  /** Another part of the generator may have begun before the first that said so: all is counted again then. */
  private begin(loadStart: number): void {
    this.charts = new LiveCharts(this.run, loadStart);
    this.soFar = new SoFar(loadStart + this.run.spec.warmup * 1000);
    this.seen = new Map();
    this.seriesFrom = loadStart;
  }

  private newScenery(pods: readonly PodRecord[]): Pick<Update, 'bands' | 'marks'> {
    const scenery = this.charts?.scenery(pods);
    if (scenery === undefined) return {};
    const bands = JSON.stringify(scenery.bands);
    const marks = JSON.stringify(scenery.marks);
    const before = this.scenery;
    this.scenery = { bands, marks };
    return {
      ...(bands === before.bands ? {} : { bands: scenery.bands }),
      ...(marks === before.marks ? {} : { marks: scenery.marks }),
    };
  }

  private statusAt(now: number): Status {
    const { spec, timeline } = this.run;
    const { charts } = this;
    const second = charts === undefined ? null : charts.since(now);
    const load = loadSeconds(spec);
    const ends: readonly [Phase, number][] = [
      ['warm-up', spec.warmup],
      ['measured', load],
      ['cool-down', load + spec.cooldown],
    ];
    const current = second === null || this.step === 'queries' ? undefined : ends.find(([, end]) => second < end);
    const phase: Phase =
      this.end !== null
        ? 'over'
        : second === null
          ? 'preflight'
          : (current?.[0] ?? (this.step === 'queries' ? 'queries' : 'cool-down'));
    const row = charts?.latest;
    return {
      phase,
      phases: [
        { phase: 'preflight', seconds: null },
        { phase: 'warm-up', seconds: spec.warmup },
        { phase: 'measured', seconds: load - spec.warmup },
        { phase: 'cool-down', seconds: spec.cooldown },
        { phase: 'queries', seconds: null },
      ],
      second,
      left: {
        phase: second === null || current === undefined ? null : current[1] - second,
        run: second === null || current === undefined ? null : load + spec.cooldown - second,
      },
      doing: this.doing,
      figures: [
        { name: 'offered', value: row?.offered ?? null, unit: 'requests/s' },
        { name: 'sent', value: row?.offered === 0 ? 0 : (charts?.latestSent ?? null), unit: 'requests/s' },
        { name: 'served', value: row?.served ?? null, unit: 'requests/s' },
        { name: 'failed', value: row?.failed ?? null, unit: 'requests/s' },
        { name: 'p50', value: row?.p50 ?? null, unit: 'ms' },
        { name: 'p95', value: row?.p95 ?? null, unit: 'ms' },
        { name: 'p99', value: row?.p99 ?? null, unit: 'ms' },
        { name: 'replicas desired', value: row?.desired ?? null, unit: '' },
        { name: 'replicas created', value: row?.created ?? null, unit: '' },
        { name: 'replicas ready', value: row?.ready ?? null, unit: '' },
        ...(this.run.target.autoscaler.hpa === undefined
          ? []
          : [
              { name: 'metric', value: row?.metric ?? null, unit: '' },
              { name: 'target', value: row?.target ?? null, unit: '' },
            ]),
      ],
      slos: this.soFar?.slos(spec.slos, now, timeline.replicas) ?? [],
      end: this.end,
    };
  }

  private phaseChange(now: number): Happening[] {
    const { phase, phases } = this.status;
    if (phase === this.told) return [];
    this.told = phase;
    const seconds = phases.find((one) => one.phase === phase)?.seconds;
    const text = seconds == null ? phase : `${phase}, ${clock(seconds)}`;
    return [{ time: now, kind: 'phase', text: this.end === null ? text : `over: ${this.end.verdict}` }];
  }

  private entry({ time, kind, text }: Happening): Entry {
    return { second: this.charts?.since(time) ?? null, kind, text };
  }
}
