import type { HpaPoint, Recording } from '../../types';
import type { Facts } from '../facts';
import { integrate } from '../steps';
import { formatNumber } from '../units';
import type { Window } from '../window';
import type { Finding } from './finding';

/** An autoscaler that was not seen says nothing; one that cannot read its metric scales nothing, which is worth knowing. */
export function autoscaler({ target, recording, window }: Facts): Finding {
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
