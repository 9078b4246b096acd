import { LoadOutput } from '../../experiments/load/merged';
import type { RunUnderWay } from '../../experiments/observer';
import { Timeline } from '../../experiments/record/observations';
import { sentAt } from '../../experiments/slis/requests';
import type { ExperimentSpec, PodRecord, Recording, RunMeta, Target } from '../../experiments/types';

/** A recording as a run that goes on: what it has seen is what the recording has until the time that was played to. */
export class Replay {
  readonly run: RunUnderWay;
  private readonly timeline = new Timeline();
  private readonly output = new LoadOutput();
  private readonly order: readonly number[];
  /** Requests are numbered as they are begun. */
  private readonly numbers: Uint32Array;
  private next = 0;
  private now = -Infinity;

  constructor(
    private readonly recording: Recording,
    spec: ExperimentSpec,
    { workload, autoscaler, prometheus, generator }: Target,
    { id, stack, startedAt }: RunMeta,
  ) {
    const { end } = recording.requests;
    this.order = [...end.keys()].sort((a, b) => end[a]! - end[b]!);
    this.numbers = new Uint32Array(end.length);
    [...end.keys()]
      .sort((a, b) => sentAt(recording.requests, a) - sentAt(recording.requests, b))
      .forEach((index, number) => (this.numbers[index] = number));
    Object.assign(this.timeline, { pods: () => this.pods(), from: recording.from });
    this.run = {
      ...{ id, stack, startedAt, spec },
      target: { workload, autoscaler, prometheus, generator },
      ...{ timeline: this.timeline, output: this.output },
      series: (_, { from, to }) =>
        Promise.resolve(
          Object.fromEntries(
            Object.entries(recording.series).map(([name, series]) => [
              name,
              { ...series, points: series.points.filter(([time]) => time >= from && time < to) },
            ]),
          ),
        ),
    };
  }

  /** Plays on, to `now`, Unix ms. */
  until(now: number): void {
    const { recording, timeline, output, now: before } = this;
    const fresh = <T extends { readonly time: number }>(all: readonly T[]): T[] =>
      all.filter(({ time }) => time > before && time <= now);
    timeline.replicas.push(...fresh(recording.replicas));
    timeline.hpa.push(...fresh(recording.hpa));
    timeline.nodes.push(...fresh(recording.nodes));
    timeline.events.push(...fresh(recording.events));
    timeline.gaps.push(...recording.gaps.filter(({ to }) => to > before && to <= now));
    this.now = now;
    const part = output.part('');
    if (recording.loadStart !== null && recording.loadStart <= now) part.loadStart = recording.loadStart;
    const { requests } = recording;
    for (; this.next < this.order.length; this.next++) {
      const index = this.order[this.next]!;
      const end = requests.end[index]!;
      if (end > now) return;
      const elapsed = end - sentAt(requests, index);
      const status = requests.status[index]!;
      const iteration = this.numbers[index]!;
      part.request({ iteration, end, elapsed, duration: requests.duration[index]!, status, error: 0 });
    }
  }

  private pods(): PodRecord[] {
    const until = (time: number | null): number | null => (time !== null && time <= this.now ? time : null);
    return this.recording.pods
      .filter(({ created }) => created <= this.now)
      .map((pod) => ({
        ...pod,
        scheduled: until(pod.scheduled),
        started: until(pod.started),
        ready: until(pod.ready),
        deleted: until(pod.deleted),
        readiness: pod.readiness.filter(({ time }) => time <= this.now),
        resized: pod.resized.filter(({ time }) => time <= this.now),
      }));
  }
}
