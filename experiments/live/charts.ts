import { loadSeconds } from '../load/shape';
import type { Recent } from '../load/output';
import type { RunUnderWay } from '../observer';
import { bands, marksOf, runCharts, withReason, type Chart, type ChartPage } from '../report/charts';
import { spansDecades } from '../report/scale';
import { timelineFrame, timelineRow, type TimelineFrame, type TimelineRow, type Watched } from '../slis/timeline';
import type { PodRecord, Series } from '../types';
import { Seconds } from './seconds';
import type { Update } from './types';

type Values = (number | null)[];
type Rows = Update['rows'];

/** What the cluster is known to be at a tick. */
export interface Seen {
  readonly pods: readonly PodRecord[];
  readonly series: Readonly<Record<string, Series>>;
  /** The series have other points than before from here on, Unix ms; Infinity: they have not. */
  readonly seriesFrom: number;
}

/**
 * The report's charts while the run goes on: every second of the plan from the start, filled in as it happens. A tick costs in
 * proportion to what changed since the one before; what follows the length of the run is a look at three columns.
 */
export class LiveCharts {
  private readonly first: number;
  private readonly frame: TimelineFrame;
  private readonly seconds: Seconds;
  private readonly rows: TimelineRow[] = [];
  /** One for each series of each chart, in their order. */
  private columns: Values[] = [];
  private template: readonly Chart[] = [];
  private layout = '';
  /** Rows that have happened. */
  private done = 0;

  /** @param loadStart Unix ms */
  constructor(
    private readonly run: Pick<RunUnderWay, 'spec' | 'target' | 'timeline'>,
    readonly loadStart: number,
  ) {
    const { timeline, spec } = run;
    const lead = Math.ceil(Math.max(0, loadStart - (timeline.from ?? loadStart)) / 1000);
    this.first = loadStart - lead * 1000;
    this.frame = timelineFrame(spec, loadStart);
    this.seconds = new Seconds(this.first);
    const planned = lead + Math.ceil(loadSeconds(spec) + spec.cooldown);
    const nothing = this.watched({ pods: [], series: {}, seriesFrom: Infinity });
    for (let index = 0; index < planned; index++) this.rows.push(this.row(index, nothing));
    this.draw(nothing, this.rows.keys());
    // Of what is to come, only the load is known.
    const offered = this.columns[0];
    this.columns = this.columns.map((values) => (values === offered ? values : values.map(() => null)));
  }

  add(request: Recent): void {
    this.seconds.add(request);
  }

  /** Takes in what has come until `now`, Unix ms. Gives the rows that have changed, or `all` where the charts themselves have. */
  tick(now: number, seen: Seen): Rows | 'all' {
    const until = Math.max(this.done, Math.floor((now - this.first) / 1000));
    const from = Math.min(this.done, Math.max(0, Math.floor((seen.seriesFrom - this.first) / 1000)));
    const changed = new Set(this.seconds.takeChanged());
    for (let index = from; index < until; index++) changed.add(index);
    const indices = [...changed].filter((index) => index >= 0 && index < until).sort((a, b) => a - b);
    this.done = until;
    const watched = this.watched(seen);
    for (const index of indices) this.rows[index] = this.row(index, watched);
    const { layout } = this;
    this.draw(watched, indices);
    if (this.layout !== layout) return 'all';
    return indices.map((index) => [
      index,
      this.since(this.rows[index]!.time),
      this.columns.map((values) => values[index] ?? null),
    ]);
  }

  /** The newest second but one: of the very last, the load generator's log is still on its way. */
  get latest(): TimelineRow | undefined {
    return this.rows[this.done - 2];
  }

  /** Requests sent in that second, those that have no answer yet among them; null where none of them has. */
  get latestSent(): number | null {
    return this.seconds.sentByNumber(this.done - 2);
  }

  /** Seconds since the load's start. */
  since(time: number): number {
    return (time - this.loadStart) / 1000;
  }

  page(pods: readonly PodRecord[]): ChartPage {
    return { seconds: this.rows.map(({ time }) => this.since(time)), charts: this.charts(), ...this.scenery(pods) };
  }

  /** What lies behind and over the charts. */
  scenery(pods: readonly PodRecord[]): Pick<ChartPage, 'bands' | 'marks'> {
    const { spec, timeline } = this.run;
    const since = (time: number): number => this.since(time);
    const loadEnd = loadSeconds(spec);
    const end = since(this.rows.at(-1)?.time ?? this.loadStart) + 1;
    return {
      bands: bands({ warmup: spec.warmup, loadEnd, end }, timeline.gaps, since),
      marks: marksOf(spec, { events: timeline.events, pods, loadStart: this.loadStart }, since),
    };
  }

  private watched({ pods, series }: Seen): Watched {
    const { replicas, hpa, vpa, nodes } = this.run.timeline;
    return { replicas, hpa, vpa, nodes, pods, series };
  }

  private row(index: number, watched: Watched): TimelineRow {
    return timelineRow(this.frame, watched, this.first + index * 1000, this.seconds.at(index));
  }

  private draw(watched: Watched, indices: Iterable<number>): void {
    const list = [...indices];
    const charts = this.drawn(watched, list);
    const same = JSON.stringify(charts.map(outline)) === JSON.stringify(this.template.map(outline));
    if (same) {
      this.fill(charts, list);
    } else {
      // The metric is another one: all that has happened is drawn again.
      const offered = this.columns[0] ?? [];
      const all = [...this.rows.keys()].filter((index) => index < Math.max(this.done, list.length));
      this.template = charts;
      this.columns = charts.flatMap(({ series }) => series.map((): Values => this.rows.map(() => null)));
      this.columns[0] = offered.length > 0 ? offered : this.columns[0]!;
      this.fill(this.drawn(watched, all), all);
    }
    this.layout = JSON.stringify(this.charts().map(({ empty, log, ...chart }) => [outline(chart), empty, log]));
  }

  private drawn(watched: Watched, indices: readonly number[]): readonly Chart[] {
    return runCharts(
      this.run,
      watched,
      indices.map((index) => this.rows[index]!),
    ).map(known);
  }

  private fill(charts: readonly Chart[], indices: readonly number[]): void {
    const fresh = charts.flatMap(({ series }) => series.map(({ values }) => values));
    fresh.forEach((values, column) => {
      indices.forEach((index, i) => (this.columns[column]![index] = values[i] ?? null));
    });
  }

  private charts(): Chart[] {
    let column = 0;
    return this.template
      .map((chart) => ({
        ...chart,
        series: chart.series.map((series) => ({ ...series, values: this.columns[column++]! })),
      }))
      .map((chart) =>
        chart.log === undefined ? chart : { ...chart, log: spansDecades(chart.series.flatMap(({ values }) => values)) },
      )
      .map(withReason);
  }
}

/** What of a chart a page builds once. */
function outline({ id, title, unit, series, lines }: Chart): unknown {
  return [id, title, unit, series.map(({ label, tone }) => [label, tone]), lines];
}

/** How many requests were dropped a load generator tells at its end; 0 until then would be a guess. */
function known(chart: Chart): Chart {
  if (chart.id !== 'errors') return chart;
  return { ...chart, title: 'Failed requests', series: chart.series.filter(({ label }) => label !== 'dropped') };
}
