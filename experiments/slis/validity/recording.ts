import type { Gap } from '../../types';
import { countedByApplication, disagreement } from '../checks';
import type { Facts } from '../facts';
import { formatNumber } from '../units';
import type { Finding } from './finding';

/** Seconds by which the recording may end early. */
const MAX_EARLY = 1;
/** A gap longer than this many seconds, or gaps of one source over this share of the observed time, make a run invalid. */
const MAX_GAP_SECONDS = 10;
const MAX_GAP_SHARE = 0.05;

/** The recording must not end before what was asked for is over. */
export function windowComplete({ window }: Facts): Finding {
  const { load, cooldown } = window.missing;
  if (load > MAX_EARLY)
    return { wrong: [`The recording ended ${formatNumber(load)} s before the load was due to end.`] };
  return cooldown > MAX_EARLY
    ? { wrong: [`The recording ended ${formatNumber(cooldown)} s before the cool-down was over.`] }
    : {};
}

/** One long gap, or many short ones of the same source, leave too much unseen. */
export function gaps({ recording, window }: Facts): Finding {
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
export function sourcesAgree({ recording, target, checks }: Facts): Finding {
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
