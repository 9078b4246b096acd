import { levelUnit } from '../../load/spec';
import { changeTimes, increases } from '../../slis/increases';
import { formatNumber } from '../../slis/units';
import type { ExperimentSpec, Recording } from '../../types';
import type { ChartPage } from './types';

const SCALE_REASONS = new Set([
  'SuccessfulRescale',
  'ScalingReplicaSet',
  'KEDAScaleTargetActivated',
  'KEDAScaleTargetDeactivated',
  'EvictedByVPA',
  'InPlaceResizedByVPA',
]);

/** Load changes, scale events and pods that became ready, in order of time. */
export function marksOf(
  spec: ExperimentSpec,
  recording: Pick<Recording, 'loadStart' | 'events' | 'pods'>,
  seconds: (time: number) => number,
): ChartPage['marks'] {
  const scale = recording.events
    .filter(({ reason }) => SCALE_REASONS.has(reason))
    .map(({ time, kind, name, message }) => ({
      at: seconds(time),
      kind: 'scale' as const,
      label: `${kind} ${name}: ${message}`,
    }));
  const ready = recording.pods
    .filter((pod) => !pod.initial && pod.ready !== null)
    .map((pod) => ({ at: seconds(pod.ready as number), kind: 'scale' as const, label: `Pod ${pod.name} ready` }));
  const load = recording.loadStart === null ? [] : loadMarks(spec);
  return [...load, ...scale, ...ready].sort((a, b) => a.at - b.at);
}

function loadMarks(spec: ExperimentSpec): { at: number; kind: 'load'; label: string }[] {
  const ups = new Map(
    increases(spec).map(({ at, from, to }) => [
      at,
      `Load rises from ${formatNumber(from)} to ${formatNumber(to)}${levelUnit(spec.load)}`,
    ]),
  );
  return changeTimes(spec).map((at) => ({ at, kind: 'load' as const, label: ups.get(at) ?? 'Load falls' }));
}
