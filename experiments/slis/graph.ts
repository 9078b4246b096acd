/** A workload of several services as its parts and as one. */
import { autoscalerOf } from '../services/autoscaler';
import type { ServiceRecording } from '../services/types';
import type { Recording, ReplicaPoint } from '../types';
import type { Facts } from './facts';

/** The recording of one of the services, as if that was the workload; of one that was not seen it has nothing. */
export function recordingOf({ services, ...recording }: Recording, service: string): Recording {
  const {
    replicas = [],
    pods = [],
    hpa = [],
    scaledObject = [],
    vpa = [],
  }: Partial<ServiceRecording> = services?.[service] ?? {};
  return { ...recording, replicas, pods, hpa, scaledObject, vpa };
}

/** The facts with the replicas and pods of all services together; the same where there is one service. */
export function wholeGraph(facts: Facts): Facts {
  const all = eachService(facts).map(([, { recording }]) => recording);
  if (all.length === 0) return facts;
  const replicas = added(all.map((one) => one.replicas));
  return { ...facts, recording: { ...facts.recording, replicas, pods: all.flatMap(({ pods }) => pods) } };
}

/** The facts of each service by its name, with what scales it; none of a workload that is one. */
export function eachService(facts: Facts): readonly (readonly [name: string, facts: Facts])[] {
  const { recording, target } = facts;
  if (recording.services === undefined) return [];
  return (target.services ?? []).map((service) => [
    service.name,
    {
      ...facts,
      recording: recordingOf(recording, service.name),
      target: { ...target, autoscaler: autoscalerOf(service, target) },
    },
  ]);
}

/** The sum of step functions, from where the last of them begins; nothing where one has no points. */
function added(all: readonly (readonly ReplicaPoint[])[]): ReplicaPoint[] {
  const changes = all
    .flatMap((points, index) => points.map((point) => ({ index, point })))
    .sort((a, b) => a.point.time - b.point.time);
  const latest = new Map<number, ReplicaPoint>();
  const sums: ReplicaPoint[] = [];
  for (const { index, point } of changes) {
    latest.set(index, point);
    if (latest.size < all.length) continue;
    const now = [...latest.values()];
    const sum = (of: (one: ReplicaPoint) => number): number => now.reduce((total, one) => total + of(one), 0);
    if (sums.at(-1)?.time === point.time) sums.pop();
    sums.push({
      time: point.time,
      desired: sum(({ desired }) => desired),
      created: sum(({ created }) => created),
      ready: sum(({ ready }) => ready),
    });
  }
  return sums;
}
