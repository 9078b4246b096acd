import { k6Rounding } from '../load/shape';
import type { Gap, HpaPoint, Recording } from '../types';
import { countedByApplication, disagreement } from './checks';
import type { Facts } from './facts';
import { sentAt } from './requests';
import { integrate, type Point, valueAt } from './steps';
import { formatNumber } from './units';
import type { Window } from './window';

/** What makes a run invalid, and what is worth knowing but does not. Both are sentences. */
export interface Validity {
  readonly wrong: readonly string[];
  readonly warnings: readonly string[];
}

/** Share of the offered requests that may be missing. */
export const MAX_SHORTFALL = 0.01;
/** A gap longer than this many seconds, or gaps of one source over this share of the observed time, make a run invalid. */
export const MAX_GAP_SECONDS = 10;
export const MAX_GAP_SHARE = 0.05;
/** Seconds by which the recording may end early, and for which scrape targets may be down while pods start. */
const MAX_EARLY = 1;
const MAX_DOWN = 15;
/** Milliseconds for which a sample of Prometheus holds. */
const SAMPLE_HOLDS = 10_000;

export function validity(facts: Facts): Validity {
  const found = [
    windowComplete(facts),
    generatorKeptUp(facts),
    gaps(facts),
    sourcesAgree(facts),
    connections(facts),
    autoscaler(facts),
    unserved(facts),
    pods(facts),
    targets(facts),
  ];
  return { wrong: found.flatMap(({ wrong = [] }) => wrong), warnings: found.flatMap(({ warnings = [] }) => warnings) };
}

type Finding = Partial<Validity>;

function windowComplete({ window }: Facts): Finding {
  const { load, cooldown } = window.missing;
  if (load > MAX_EARLY)
    return { wrong: [`The recording ended ${formatNumber(load)} s before the load was due to end.`] };
  return cooldown > MAX_EARLY
    ? { wrong: [`The recording ended ${formatNumber(cooldown)} s before the cool-down was over.`] }
    : {};
}

/** A request that is begun later than so many ms was late: below it is how long sleeping and starting take. */
const MAX_LATE = 10;

function generatorKeptUp({ spec, recording, window, requests, offered, dropped }: Facts): Finding {
  if (offered === null) return { warnings: [CLOSED_LOOP] };
  const late = lateness(recording.requests, window.measuredFrom);
  const rounding = k6Rounding(spec);
  const missing = Math.max(dropped + late.count, offered - requests.sent - rounding);
  const shortfall = offered > 0 ? missing / offered : 0;
  const belated = late.count === 0 ? '' : `, ${late.count} sent late, by up to ${formatNumber(late.most)} ms`;
  if (shortfall > MAX_SHORTFALL) {
    return {
      wrong: [
        `The load generator could not keep up: it sent ${requests.sent} of ${Math.round(offered)} requests due (${dropped} dropped${belated}), ` +
          `${formatNumber(shortfall * 100)} % short; at most ${MAX_SHORTFALL * 100} % may be missing. Lower the rate or the timeout, ` +
          'or give the generator more CPU.',
      ],
    };
  }
  const excess = requests.sent - offered - rounding;
  return {
    warnings: [
      ...(late.count === 0
        ? []
        : [
            `${late.count} requests were sent late, by up to ${formatNumber(late.most)} ms, because every virtual user was busy; their latency ` +
              'counts from when they were due.',
          ]),
      ...(excess > MAX_SHORTFALL * offered
        ? [`${Math.round(excess)} more requests were sent than were due; redirects count as requests of their own.`]
        : []),
    ],
  };
}

const CLOSED_LOOP =
  'A closed loop hides overload: a virtual user that waits sends nothing, so that a slow service gets less load and few of its slow answers ' +
  'are counted (coordinated omission). Compare latencies with those of an open loop (model: arrivals).';

function lateness(requests: Recording['requests'], from: number): { readonly count: number; readonly most: number } {
  let [count, most] = [0, 0];
  requests.late?.forEach((late, index) => {
    if (late <= MAX_LATE || sentAt(requests, index) < from) return;
    count++;
    most = Math.max(most, late);
  });
  return { count, most };
}

/** One long gap, or many short ones of the same source, leave too much unseen. */
function gaps({ recording, window }: Facts): Finding {
  const { measuredFrom, observedTo } = window;
  const clipped = recording.gaps
    .map((gap) => ({ ...gap, from: Math.max(gap.from, measuredFrom), to: Math.min(gap.to, observedTo) }))
    .filter(({ from, to }) => to > from);
  const sources = [...new Set(clipped.map(({ source }) => source))];
  const wrong: string[] = [];
  const warnings: string[] = [];
  for (const source of sources) {
    const own = clipped.filter((gap) => gap.source === source);
    const total = own.reduce((sum, { from, to }) => sum + to - from, 0) / 1000;
    const longest = Math.max(...own.map(({ from, to }) => to - from)) / 1000;
    const text =
      `"${source}" has gaps of ${formatNumber(total)} s in the observed time, the longest of ${formatNumber(longest)} s ` +
      `(${messages(own)}).`;
    const tooMuch = longest > MAX_GAP_SECONDS || total > (MAX_GAP_SHARE * (observedTo - measuredFrom)) / 1000;
    (tooMuch ? wrong : warnings).push(
      tooMuch
        ? `${text} At most ${MAX_GAP_SECONDS} s at once and ${MAX_GAP_SHARE * 100} % in all may be missing.`
        : text,
    );
  }
  return { wrong, warnings };
}

function messages(list: readonly Gap[]): string {
  return [...new Set(list.map(({ message }) => message))].slice(0, 3).join('; ');
}

/** Every request that k6 counted must be in the recording, or the percentiles are not taken from all. */
function sourcesAgree({ recording, target, checks }: Facts): Finding {
  const failed = checks.filter(({ ok }) => ok === false);
  const wrong = failed.filter(({ advisory }) => !advisory).map(disagreement);
  const warnings = failed.filter(({ advisory }) => advisory).map(disagreement);
  if (recording.summary === null)
    wrong.push("k6's own summary never came: the load generator did not end as it should.");
  if (target.workload.servedCounter !== undefined && countedByApplication(recording.series) === null) {
    const reason = recording.series.servedTotal?.reason ?? 'no data';
    wrong.push(
      `The application's own count of served requests (${target.workload.servedCounter}) is unknown: ${reason}.`,
    );
  }
  return { wrong, warnings };
}

function connections({ requests }: Facts): Finding {
  if (requests.unconnected === 0) return {};
  const share = formatNumber((100 * requests.unconnected) / requests.sent);
  return {
    warnings: [
      `${requests.unconnected} requests (${share} %) failed before they were connected; their latency is 0 here, as in k6's own numbers, ` +
        'so read the latencies together with the error rate.',
    ],
  };
}

/** An autoscaler that was not seen says nothing; one that cannot read its metric scales nothing, which is worth knowing. */
function autoscaler({ target, recording, window }: Facts): Finding {
  const { hpa, scaledObject, vpa } = target.autoscaler;
  const seen = [
    ['HorizontalPodAutoscaler', hpa, recording.hpa],
    ['ScaledObject', scaledObject, recording.scaledObject],
    ['VerticalPodAutoscaler', vpa, recording.vpa],
  ] as const;
  const wrong = seen.flatMap(([kind, name, points]) =>
    name !== undefined && points.length === 0 ? [`The ${kind} "${name}" was never observed.`] : [],
  );
  const warnings = [
    ...blindness(recording.hpa, window),
    ...fallback(recording.scaledObject, window),
    ...(vpa === undefined ? [] : idleVpa(recording)),
  ];
  return { wrong, warnings };
}

/** Seconds of the measured window in which the points say so. */
function secondsWhere<T extends { readonly time: number }>(
  points: readonly T[],
  { measuredFrom, measuredTo }: Window,
  so: (point: T) => boolean,
): number {
  return integrate(
    points.map((point) => [point.time, so(point) ? 1 : 0] as const),
    measuredFrom,
    measuredTo,
  );
}

function blindness(hpa: Recording['hpa'], window: Window): string[] {
  // At zero replicas it is off, as it should be.
  const off = ({ reason }: HpaPoint): boolean => reason === 'ScalingDisabled';
  const active = ({ scalingActive }: HpaPoint): boolean => scalingActive === 'True';
  const unknown = ({ metrics }: HpaPoint): number => metrics.filter(({ value }) => value === null).length;
  const blind = secondsWhere(
    hpa,
    window,
    (point) => !off(point) && (!active(point) || unknown(point) === point.metrics.length),
  );
  const partly = secondsWhere(
    hpa,
    window,
    (point) => active(point) && unknown(point) > 0 && unknown(point) < point.metrics.length,
  );
  const inWindow = hpa.filter(
    ({ time }, index) => time < window.measuredTo && (hpa[index + 1]?.time ?? Infinity) > window.measuredFrom,
  );
  const reasons = new Set(
    inWindow.filter((point) => !active(point) && !off(point) && point.reason !== '').map(({ reason }) => reason),
  );
  const why = reasons.size > 0 ? ` (${[...reasons].join(', ')})` : '';
  return [
    ...(blind > 0
      ? [
          `The HPA had no metric for ${formatNumber(blind)} s of the measured window${why}. Pods that are too busy for their readiness ` +
            'probe are one cause.',
        ]
      : []),
    ...(partly > 0
      ? [
          `The HPA could not read one of its metrics for ${formatNumber(partly)} s of the measured window: it takes no replicas away then.`,
        ]
      : []),
  ];
}

function fallback(points: Recording['scaledObject'], window: Window): string[] {
  const seconds = secondsWhere(points, window, (point) => point.fallback === 'True');
  return seconds === 0
    ? []
    : [`KEDA could not read a trigger and held the replicas at its fallback for ${formatNumber(seconds)} s.`];
}

function idleVpa({ pods: all, events }: Recording): string[] {
  const acted = all.some(({ resized }) => resized.length > 0) || events.some(({ reason }) => reason === 'EvictedByVPA');
  return acted
    ? []
    : [
        'The VPA changed no pod during the run: it acts within minutes to hours, by its mode, and leaves pods alone whose requests lie ' +
          'between its bounds.',
      ];
}

/** Requests that came while nothing was there to take them. */
function unserved({ recording, window }: Facts): Finding {
  const { requests, replicas } = recording;
  const ready = replicas.map(({ time, ready: count }): Point => [time, count]);
  let sent = 0;
  let measured = 0;
  for (let index = 0; index < requests.end.length; index++) {
    const at = sentAt(requests, index);
    if (valueAt(ready, at) !== 0) continue;
    sent++;
    if (at >= window.measuredFrom) measured++;
  }
  if (sent === 0) return {};
  return {
    warnings: [
      `${sent} requests were sent while no replica was ready, ${measured} of them in the measured window. Nothing holds them back: they ` +
        'are refused, which counts as failed with a latency of 0, or TCP tries to connect until a pod is there, which is in no latency.',
    ],
  };
}

function pods({ recording, window }: Facts): Finding {
  const warnings = recording.pods
    .filter(({ restarts }) => restarts > 0)
    .map(({ name, restarts }) => `Pod ${name} restarted ${restarts === 1 ? 'once' : `${restarts} times`}.`);
  const never = recording.pods.filter(
    ({ ready, created, deleted }) => ready === null && deleted === null && created <= window.measuredTo,
  );
  return {
    warnings: [
      ...warnings,
      ...never.map(
        ({ name, scheduled }) => `Pod ${name} never became ready${scheduled === null ? ': it was not scheduled' : ''}.`,
      ),
    ],
  };
}

/** A pod's scrapes fail until it listens; longer than that is worth knowing. */
function targets({ recording, window }: Facts): Finding {
  const points = recording.series.targetsUp?.points ?? [];
  // Without a pod there is no sample, and the last one must not stand for that time.
  const held = points.flatMap(([time, up], index): Point[] => {
    const next = points[index + 1]?.[0] ?? Infinity;
    return [[time, up < 1 ? 1 : 0], ...(next - time > SAMPLE_HOLDS ? [[time + SAMPLE_HOLDS, 0] as const] : [])];
  });
  const down = integrate(held, window.measuredFrom, window.measuredTo);
  if (down <= MAX_DOWN) return {};
  return { warnings: [`Some of the pods could not be scraped for ${formatNumber(down)} s of the measured window.`] };
}
