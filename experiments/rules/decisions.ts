import type { HpaMetric, HpaPoint, PodRecord, Recording } from '../types';
import { lastAtOrBefore } from '../slis/steps';
import { held, limited, type ScaleEvent, windows } from './behavior';
import {
  averageValueReplicas,
  DEFAULT_TOLERANCE,
  largest,
  perPodReplicas,
  type Tolerance,
  utilizationReplicas,
  valueReplicas,
} from './hpa';

/** From the least to the most that the rules can give, for all that is not known. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One decision of the HPA, as its status shows it, beside what the rules give for the same metric. */
export interface Decision {
  readonly time: number;
  /** What the HPA asked for. */
  readonly desired: number;
  /** Null: it cannot be worked out, `reason` says why. */
  readonly expected: Range | null;
  readonly reason?: string;
}

type Seen = Pick<Recording, 'hpa' | 'replicas' | 'pods'>;

/** Milliseconds by which our time of an observation may be off from the controller's own. */
const SLACK = 1500;
/**
 * A pod that has been ready for this long has its metric, and it counts: the metric's window, the scrape and the controller's cache,
 * milliseconds.
 */
const COUNTS_AFTER = 60_000;

/**
 * Every decision of the HPA that its status shows. A decision that changes nothing in the status is not seen. Of the pods it is not
 * known which had a metric, or were left out because they had just begun, until they have been ready for a while; the result is
 * a range then. What the HPA recommended before recording began was at most the replicas that it had then.
 */
export function decisions(recording: Seen): Decision[] {
  const past: Past[] = [];
  return recording.hpa.flatMap((point, index) => {
    const found = decide(recording, point, past);
    if (typeof found === 'string') return found === '' ? [] : [unknown(point, found)];
    past.push({ time: point.time, wanted: found.wanted, change: point.desiredReplicas - point.currentReplicas });
    // The first was made before recording began, nobody knows when.
    return index === 0 ? [] : [{ time: point.time, desired: point.desiredReplicas, expected: found.expected }];
  });
}

/** A decision before this one: what the metrics asked for, and by how much the replicas were changed. */
interface Past {
  readonly time: number;
  readonly wanted: Range;
  readonly change: number;
}

function unknown({ time, desiredReplicas }: HpaPoint, reason: string): Decision {
  return { time, desired: desiredReplicas, expected: null, reason };
}

/** Text: why there is no decision to work out; empty where the HPA made none. */
function decide(recording: Seen, point: HpaPoint, past: readonly Past[]): { wanted: Range; expected: Range } | string {
  const { currentReplicas: current, rules, metrics } = point;
  // At zero replicas, and while it can read no metric, the HPA decides nothing.
  if (point.scalingActive !== 'True' || current === 0) return '';
  const bound =
    current > rules.maxReplicas ? rules.maxReplicas : current < rules.minReplicas ? rules.minReplicas : null;
  if (bound !== null) return { wanted: exactly(bound), expected: exactly(bound) };
  if (metrics.some(({ target }) => target === null)) return 'a target cannot be read';
  const wanted = proposals(recording, point);
  if (wanted === null) return 'no metric had a value';
  return { wanted, expected: bounded(point, wanted, past, recording) };
}

const exactly = (replicas: number): Range => ({ low: replicas, high: replicas });

/** What the metrics ask for. */
function proposals(recording: Seen, point: HpaPoint): Range | null {
  const ranges = point.metrics.map((metric) => (metric.value === null ? null : proposal(recording, point, metric)));
  const low = largest(
    ranges.map((range) => range?.low ?? null),
    point.currentReplicas,
  );
  const high = largest(
    ranges.map((range) => range?.high ?? null),
    point.currentReplicas,
  );
  // With a metric missing the smaller would take replicas away, which is not done then.
  return high === null ? null : { low: low ?? point.currentReplicas, high };
}

/** Thousandths, as the controller counts: its quantities are rounded up to them. */
const milli = (value: number): number => Math.round(value * 1000);

function proposal(recording: Seen, point: HpaPoint, metric: HpaMetric): Range {
  const { currentReplicas: current } = point;
  const tolerance = toleranceOf(point);
  const wholePods = metric.type === 'External' || metric.type === 'Object';
  const created = countsNear(recording.replicas, point, ({ created: count }) => count);
  if (!wholePods) return range(created.flatMap((pods) => podProposals(recording.pods, point, metric, pods)));
  const [value, target] = [milli(metric.value as number), milli(metric.target as number)];
  if (metric.targetType === 'Value') {
    const ready = countsNear(recording.replicas, point, ({ ready: count }) => count);
    return range(ready.map((count) => valueReplicas({ current, ready: count, value, target, tolerance })));
  }
  // The status has the total divided by the pods and rounded up to thousandths.
  return range(
    created.flatMap((statusReplicas) =>
      [(value - 1) * statusReplicas + 1, value * statusReplicas].map((total) =>
        perPodReplicas({ statusReplicas, total: Math.max(0, total), target, tolerance }),
      ),
    ),
  );
}

/** What the rules give for every way in which the pods may count, may be unready and may have no metric. */
function podProposals(
  records: readonly PodRecord[],
  point: HpaPoint,
  metric: HpaMetric,
  pods: number,
): (number | null)[] {
  const utilization = metric.targetType === 'Utilization';
  const unit = utilization ? 1 : 1000;
  const [value, target] = [Math.round((metric.value as number) * unit), Math.round((metric.target as number) * unit)];
  const replicas = utilization ? utilizationReplicas : averageValueReplicas;
  const certain = Math.min(pods, records.filter((pod) => countsFor(pod, point.time)).length);
  const results: (number | null)[] = [];
  for (let counted = Math.max(1, certain); counted <= pods; counted++) {
    for (let unready = 0; unready <= pods - counted; unready++) {
      const group = (count: number) => ({ pods: count, weight: count });
      // The value is cut to a whole number: the sum that it was made of lies between these. Requests are taken to be equal.
      for (const usage of [value * counted, (value + 1) * counted - (utilization ? 1e-6 : 1)]) {
        results.push(
          replicas({
            current: point.currentReplicas,
            target,
            tolerance: toleranceOf(point),
            counted: { ...group(counted), usage },
            unready: group(unready),
            missing: group(pods - counted - unready),
          }),
        );
      }
    }
  }
  return results;
}

/** Ready without a break for so long that its metric must count. */
function countsFor({ ready, readiness, deleted }: PodRecord, time: number): boolean {
  if (ready === null || (deleted !== null && deleted <= time)) return false;
  const last = readiness.findLast((change) => change.time <= time);
  const since = last === undefined ? ready : last.ready ? last.time : Infinity;
  return time - since >= COUNTS_AFTER;
}

/** The counts that held within the slack before the decision, while as many replicas were asked for as it says: it saw one of them. */
function countsNear(
  points: Recording['replicas'],
  { time, currentReplicas }: HpaPoint,
  count: (point: Recording['replicas'][number]) => number,
): number[] {
  const index = (at: number): number => lastAtOrBefore(points, at, (point) => point.time);
  const near = points.slice(Math.max(0, index(time - SLACK)), index(time) + 1);
  const then = near.filter(({ desired }) => desired === currentReplicas);
  return [...new Set((then.length > 0 ? then : near).map(count))];
}

function range(values: readonly (number | null)[]): Range {
  const known = values.filter((value) => value !== null);
  return { low: Math.min(...known), high: Math.max(...known) };
}

function toleranceOf({ rules: { behavior } }: HpaPoint): Tolerance {
  return {
    up: behavior?.scaleUp?.tolerance ?? DEFAULT_TOLERANCE,
    down: behavior?.scaleDown?.tolerance ?? DEFAULT_TOLERANCE,
  };
}

/** After stabilization, limits of the rate and bounds. Each gives more for more, so both ends can be followed alone. */
function bounded(point: HpaPoint, wanted: Range, past: readonly Past[], { hpa }: Seen): Range {
  const { rules, currentReplicas: current, time } = point;
  const { up, down } = windows(rules);
  const before = beforeRecording(hpa[0] as HpaPoint);
  const results = [-SLACK, SLACK].flatMap((shift) => {
    const at = time + shift;
    const events = past.map(({ time: then, change }): ScaleEvent => ({ age: (at - then) / 1000, change }));
    const lately = (window: number) =>
      window === 0 ? { least: wanted, most: wanted } : recommended(past, wanted, at - window * 1000, before);
    const [least, most] = [lately(up).least, lately(down).most];
    return (['low', 'high'] as const).map((end) =>
      limited(rules, current, held(rules, current, least[end], most[end]), events),
    );
  });
  return range(results);
}

/** What was recommended before the first status that was seen: nothing over what the workload had then. At zero nobody knows. */
function beforeRecording({ currentReplicas, rules }: HpaPoint): Range {
  return { low: 0, high: currentReplicas > 0 ? currentReplicas : rules.maxReplicas };
}

/**
 * The least and the most of what was recommended after `from`. A status that did not change hides that the same was recommended
 * again, up to the next one that was seen: so the last one before `from` may count as well.
 */
function recommended(
  past: readonly Past[],
  now: Range,
  from: number,
  before: Range,
): { readonly least: Range; readonly most: Range } {
  const certain = [now, ...past.filter(({ time }) => time > from).map(({ wanted }) => wanted)];
  const perhaps = past.findLast(({ time }) => time <= from)?.wanted ?? before;
  const of = (end: keyof Range, ranges: readonly Range[]): number[] => ranges.map((one) => one[end]);
  return {
    least: {
      low: Math.min(...of('low', [...certain, perhaps])),
      high: Math.min(...of('high', certain)),
    },
    most: {
      low: Math.max(...of('low', certain)),
      high: Math.max(...of('high', [...certain, perhaps])),
    },
  };
}
