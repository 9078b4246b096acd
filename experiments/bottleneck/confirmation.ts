import { formatNumber } from '../slis/units';
import type { Bottleneck, Level } from './types';

/** The latency must fall or the rate rise by these shares at the highest load. */
const [LESS, MORE] = [0.2, 0.1] as const;

export interface Confirmation {
  /** Null: one of the two measurements does not say. */
  readonly confirmed: boolean | null;
  readonly text: string;
}

/** Whether one replica more of the named service helped, from the highest level of both measurements. */
export function confirmation(
  { service }: Bottleneck,
  before: Level | undefined,
  again: Bottleneck,
  after: Level | undefined,
  entry: string,
): Confirmation {
  const [a, b] = [before?.services[entry]?.signals, after?.services[entry]?.signals];
  const known = [a?.latencyMean, b?.latencyMean, a?.rate, b?.rate];
  const [latency, latencyAfter, rate, rateAfter] = known.map((value) => value ?? NaN) as [
    number,
    number,
    number,
    number,
  ];
  if (known.some((value) => value === null || value === undefined))
    return { confirmed: null, text: `Whether one replica more of ${service} helps is not known.` };
  const confirmed = latencyAfter <= latency * (1 - LESS) || rateAfter >= rate * (1 + MORE);
  const short = (value: number): string => formatNumber(Number(value.toPrecision(3)));
  const next = again.verdict === 'saturated' && again.service !== service ? ` The next one is ${again.service}.` : '';
  return {
    confirmed,
    text:
      `${confirmed ? 'Confirmed' : 'Not confirmed'}: with one replica more of ${service} the latency at ${short(before?.offered ?? NaN)}/s is ` +
      `${short(latencyAfter)} ms instead of ${short(latency)} ms, and ${short(rateAfter)}/s are answered instead of ${short(rate)}/s.${next}`,
  };
}
