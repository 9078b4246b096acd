import { droppedOver } from './load/dropped';
import { meanSteps } from './load/journeys';
import type { LoadOutput } from './load/merged';
import type { Timeline } from './record/observations';
import { summaryValue } from './load/summary';
import type { ExperimentSpec, Recording } from './types';

/** The load generator stamps with its node's clock, everything else with ours: clocks further apart than this (ms) blur the reaction times. */
const MAX_CLOCK_SKEW = 1000;

/** The recording from the two streams that it is made of, live or read again from the journal. */
export function toRecording(spec: ExperimentSpec, timeline: Timeline, output: LoadOutput, at: number): Recording {
  const requests = output.requests();
  const { loadStart, summary } = output;
  // What the summary counts besides those that are told one by one. Without one nobody knows; the run is invalid then anyway.
  const dropped = summary === null ? 0 : (summaryValue(summary, 'dropped_iterations', 'count') ?? 0);
  const nodeClaims = timeline.nodeClaims();
  return {
    loadStart,
    from: timeline.from ?? at,
    to: timeline.to ?? at,
    requests,
    dropped:
      loadStart === null
        ? []
        : [
            ...output.dropped.map((time) => ({ time, count: meanSteps(spec.load) })),
            ...droppedOver(spec, loadStart, requests, dropped),
          ],
    summary,
    replicas: timeline.replicas,
    pods: timeline.pods(),
    hpa: timeline.hpa,
    scaledObject: timeline.scaledObject,
    vpa: timeline.vpa,
    nodes: timeline.nodes,
    ...(nodeClaims.length > 0 && { nodeClaims }),
    events: timeline.events,
    series: timeline.series,
    ...(timeline.services.size > 0 && { services: servicesOf(timeline) }),
    gaps: timeline.gaps,
    problems: timeline.problems,
    warnings: [...timeline.warnings, ...generatorWarnings(output)],
  };
}

function servicesOf({ services }: Timeline): Recording['services'] {
  return Object.fromEntries(
    [...services].map(([name, own]) => {
      const { replicas, hpa, scaledObject, vpa, series } = own;
      return [name, { replicas, pods: own.pods(), hpa, scaledObject, vpa, series }];
    }),
  );
}

/** The most frequent of k6's error codes, in words. */
const ERRORS: Readonly<Record<number, string>> = {
  1050: 'request timed out',
  1101: 'the name was not found',
  1200: 'TCP error',
  1202: 'connecting timed out',
  1211: 'connecting timed out',
  1212: 'connection refused',
  1220: 'connection reset',
};

/** How requests failed, and what k6's own log says; the most frequent first. */
function generatorWarnings({ messages, errors }: Pick<LoadOutput, 'messages' | 'errors'>): string[] {
  const frequent = <T>(counts: ReadonlyMap<T, number>): [T, number][] =>
    [...counts].sort(([, a], [, b]) => b - a).slice(0, 5);
  return [
    ...frequent(errors).map(([code, count]) => {
      // 1400 to 1599 are the HTTP statuses 400 to 599, by k6's definition.
      const text = ERRORS[code] ?? (code >= 1400 && code < 1600 ? `status ${code - 1000}` : 'see its documentation');
      return `${count} ${count === 1 ? 'request' : 'requests'} failed: ${text} (k6's error code ${code}).`;
    }),
    ...frequent(messages).map(
      ([message, count]) => `The load generator says${count > 1 ? ` ${count} times` : ''}: ${message.slice(0, 300)}`,
    ),
  ];
}

/** A warning if the first sign of the load came at a time at which it cannot have. */
export function clockWarning(loadStart: number, arrived: number): string | undefined {
  const behind = arrived - loadStart;
  if (behind > -MAX_CLOCK_SKEW) return undefined;
  return `The load generator's clock is at least ${(-behind / 1000).toFixed(1)} s ahead of this machine's: reaction times are off by as much.`;
}
