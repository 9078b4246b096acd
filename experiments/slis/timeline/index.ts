import type { ExperimentSpec, Recording } from '../../types';
import { countKinds } from '../errorKinds';
import { byEnd, sentAt } from '../requests';
import { violatedSeconds } from '../violations';
import { measuredWindow } from '../window';
import { timelineFrame } from './frame';
import { timelineRow, type TimelineRow } from './row';

export { timelineFrame, type TimelineFrame } from './frame';
export { timelineRow, type SecondOfLoad, type TimelineRow, type Watched } from './row';

/** One row a second over the whole recording, on whole seconds since the load's start. */
export function timeline(recording: Recording, spec: ExperimentSpec): TimelineRow[] {
  const { requests, loadStart } = recording;
  const origin = loadStart ?? recording.from;
  const first = origin - Math.ceil(Math.max(0, origin - recording.from) / 1000) * 1000;
  const count = Math.max(0, Math.ceil((recording.to - first) / 1000));
  const ended = byEnd(requests, first, count);
  const sent = new Array<number>(count).fill(0);
  requests.end.forEach((_, index) => add(sent, Math.floor((sentAt(requests, index) - first) / 1000), 1));
  const dropped = new Array<number>(count).fill(0);
  for (const drop of recording.dropped) add(dropped, Math.floor((drop.time - first) / 1000), drop.count);
  const frame = timelineFrame(spec, loadStart);
  const violated = violations(recording, spec);

  return Array.from({ length: count }, (_, row) => {
    const indices = ended[row] as number[];
    const time = first + row * 1000;
    return timelineRow(frame, recording, time, {
      sent: sent[row] as number,
      dropped: dropped[row] as number,
      served: indices.filter((index) => requests.ok[index] === 1).length,
      latencies: Float64Array.from(indices, (index) => requests.duration[index] as number).sort(),
      failed: countKinds(requests, indices),
      violated: violated(time),
    });
  });
}

/** Whether the second that begins at a time broke an objective. */
function violations(recording: Recording, spec: ExperimentSpec): (time: number) => boolean | null {
  const found = measuredWindow(recording, spec);
  const seconds = 'window' in found ? violatedSeconds(recording, spec.slos, found.window) : null;
  if (!('window' in found) || seconds === null) return () => null;
  return (time) => seconds[Math.floor((time - found.window.measuredFrom) / 1000)] ?? null;
}

function add(counts: number[], index: number, count: number): void {
  if (index >= 0 && index < counts.length) counts[index] = (counts[index] as number) + count;
}
