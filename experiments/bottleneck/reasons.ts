import { formatNumber } from '../slis/units';
import type { Bottleneck, Parts, Ranked } from './types';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const ms = (value: number): string => `${formatNumber(Number(value.toPrecision(3)))} ms`;

/** Parts of a service's latency that more replicas shorten, and those that they do not, by who counted. */
const WORDS = {
  app: {
    wait: 'waiting in its queue',
    work: 'working',
    delay: 'its fixed delay',
    other: 'network and accepting',
  },
  mesh: {
    wait: 'waiting in its queue',
    work: 'using CPU',
    delay: 'what it takes at the lowest load too without CPU',
    other: 'time of its own without CPU',
  },
};
const DELAY = { app: 'a fixed delay', mesh: 'what it takes at the lowest load too without CPU' };

/** The evidence for a verdict, a sentence each. */
export function reasons(
  found: Omit<Bottleneck, 'evidence'>,
  { entry, silent }: { readonly entry: string; readonly silent: readonly string[] },
): string[] {
  const [named, ...others] = found.ranking;
  if (named === undefined || found.service === null) return ['No utilization is known of any service.'];
  return [
    used(named, found.verdict === 'saturated'),
    arises(named, entry, WORDS[found.signals]),
    ...found.hidden.map(
      ({ service, behind, queue, utilization }) =>
        `${service} has a queue (${formatNumber(Number(queue.toPrecision(2)))} requests) because it waits for ${behind}: its own utilization is ` +
        `${utilization === null ? 'unknown' : percent(utilization)}.`,
    ),
    ...(found.verdict === 'saturated' ? [] : elsewhere(named, others, DELAY[found.signals])),
    ...next(named, others),
    ...(found.knee === null
      ? []
      : [`The latency begins to rise steeply at about ${formatNumber(found.knee)} requests/s.`]),
    ...(silent.length === 0 ? [] : [`Not judged, because it answered no request: ${silent.join(', ')}.`]),
  ];
}

function used({ service, utilization, resource, queue, throttled, capacity }: Ranked, saturated: boolean): string {
  const share = utilization === null ? '' : percent(utilization);
  const of =
    resource === 'queue'
      ? `requests wait for ${share} of their time in it`
      : `${resource ?? 'resources'}${share === '' ? '' : ` ${share} used`}`;
  if (!saturated) {
    const rate = capacity === null ? '' : `, at about ${formatNumber(Number(capacity.toPrecision(2)))} requests/s`;
    return `No service is saturated; ${service} would be the first${rate} (${of}).`;
  }
  const more = [
    ...(queue === null ? [] : [`${formatNumber(Number(queue.toPrecision(2)))} requests waiting`]),
    ...(throttled === null ? [] : [`throttled in ${percent(throttled)} of the CFS periods`]),
  ];
  return `${service} is saturated: ${[of, ...more].join(', ')}.`;
}

function arises(
  { service, latency, latencyBefore, share, parts }: Ranked,
  entry: string,
  words: Readonly<Record<keyof Parts, string>>,
): string {
  const [most] = (Object.keys(words) as (keyof Parts)[]).sort((a, b) => parts[b] - parts[a]);
  return (
    `${percent(share)} of the latency at ${entry} arises in ${service}: ${ms(latency)}, at the lowest load ${ms(latencyBefore)}; ` +
    `most of it is ${words[most ?? 'work']}.`
  );
}

/** Where the latency arises if not in the named one. */
function elsewhere(named: Ranked, others: readonly Ranked[], delay: string): string[] {
  const slowest = others.find(({ latency }) => latency > named.latency);
  if (slowest === undefined) return [];
  const why = slowest.parts.delay > slowest.latency / 2 ? `, mostly ${delay}, which more replicas do not shorten` : '';
  return [
    `Most of the latency arises in ${slowest.service} (${ms(slowest.latency)}${why}), ${slowest.utilization === null ? 'of which no utilization is known' : 'which is not saturated'}.`,
  ];
}

/** What comes after the named one has been scaled. */
function next(named: Ranked, others: readonly Ranked[]): string[] {
  const after = others
    .filter(({ capacity }) => capacity !== null)
    .sort((a, b) => (a.capacity ?? 0) - (b.capacity ?? 0))[0];
  if (after?.capacity == null || named.capacity === null) return [];
  return [
    `Next would be ${after.service}, at about ${formatNumber(Number(after.capacity.toPrecision(2)))} requests/s.`,
  ];
}
