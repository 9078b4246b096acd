import type { Timeline } from '../record/observations';
import { formatNumber } from '../slis/units';
import type { HpaPoint, PodRecord } from '../types';

/** Something that happened, for people. */
export interface Happening {
  /** Unix ms. */
  readonly time: number;
  readonly kind: 'phase' | 'pod' | 'scaling' | 'event' | 'warning';
  readonly text: string;
}

/** Events that every pod's life is full of; what they tell is told of the pod itself. */
const ROUTINE = new Set([
  'Scheduled',
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'Killing',
  'SuccessfulCreate',
  'SuccessfulDelete',
]);

/** What has happened in a timeline that grows, each thing once. */
export class Happenings {
  private readonly pods = new Map<string, { ready: boolean; deleted: boolean }>();
  private readonly told = { events: 0, warnings: 0, problems: 0, gaps: 0 };
  private hpa: HpaPoint | undefined;

  constructor(private readonly timeline: Timeline) {}

  /** In order of time. @param pods the timeline's */
  take(pods: readonly PodRecord[], now: number): Happening[] {
    return [...pods.flatMap((pod) => this.pod(pod)), ...this.scaling(), ...this.others(now)].sort(
      (a, b) => a.time - b.time,
    );
  }

  private pod({ uid, name, initial, created, ready, deleted }: PodRecord): Happening[] {
    const before = this.pods.get(uid) ?? { ready: initial, deleted: false };
    const happening = (time: number, text: string): Happening => ({ time, kind: 'pod', text: `Pod ${name} ${text}` });
    const result = [
      ...(this.pods.has(uid) || initial ? [] : [happening(created, 'created')]),
      ...(before.ready || ready === null
        ? []
        : [happening(ready, `ready, ${((ready - created) / 1000).toFixed(1)} s after its creation`)]),
      ...(before.deleted || deleted === null ? [] : [happening(deleted, 'gone')]),
    ];
    this.pods.set(uid, { ready: before.ready || ready !== null, deleted: deleted !== null });
    return result;
  }

  private scaling(): Happening[] {
    const last = this.timeline.hpa.at(-1);
    const { hpa: before } = this;
    if (last === undefined || last === before) return [];
    this.hpa = last;
    const { time, desiredReplicas, metric, target, scalingActive, reason } = last;
    const result: Happening[] = [];
    if (before !== undefined && desiredReplicas !== before.desiredReplicas) {
      const why =
        metric === null || target === null ? '' : `: ${formatNumber(metric)}, the target is ${formatNumber(target)}`;
      result.push({
        time,
        kind: 'scaling',
        text: `The HPA wants ${desiredReplicas} replicas instead of ${before.desiredReplicas}${why}`,
      });
    }
    if (scalingActive !== 'True' && before?.scalingActive !== scalingActive)
      result.push({ time, kind: 'warning', text: `The HPA does not scale (${reason || scalingActive})` });
    return result;
  }

  private others(now: number): Happening[] {
    const { told, timeline } = this;
    const fresh = <T>(name: keyof typeof told, all: readonly T[]): readonly T[] => {
      const rest = all.slice(told[name]);
      told[name] = all.length;
      return rest;
    };
    const warning = (text: string): Happening => ({ time: now, kind: 'warning', text });
    return [
      ...fresh('events', timeline.events)
        .filter(({ reason }) => !ROUTINE.has(reason))
        .map(({ time, kind, name, reason, message }): Happening => ({
          time,
          kind: 'event',
          text: `${kind} ${name}: ${reason}, ${message}`,
        })),
      ...fresh('warnings', timeline.warnings).map(warning),
      ...fresh('problems', timeline.problems).map(warning),
      ...fresh('gaps', timeline.gaps).map(({ source, from, to, message }) =>
        warning(`${source} were not watched for ${((to - from) / 1000).toFixed(1)} s (${message})`),
      ),
    ];
  }
}
