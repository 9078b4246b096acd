import { arriving, meanSteps } from '../../load/journeys';
import { k6Rounding } from '../../load/shape';
import type { Recording } from '../../types';
import type { Facts } from '../facts';
import { sentAt } from '../requests';
import { type Point, valueAt } from '../steps';
import { formatNumber } from '../units';
import type { Finding } from './finding';

/** Share of the offered requests that may be missing. */
const MAX_SHORTFALL = 0.01;
/** A request that is begun later than so many ms was late: below it is how long sleeping and starting take. */
const MAX_LATE = 10;

/** Whether the load was sent as asked. */
export function generatorKeptUp({ spec, recording, window, offered: due, begun, dropped: lost }: Facts): Finding {
  if (due === null) return { warnings: [CLOSED_LOOP] };
  const late = lateness(recording.requests, window.measuredFrom);
  // What has a time of its own at which it is due: a journey, and none of its later steps.
  const steps = meanSteps(spec.load);
  const [offered, dropped] = [due / steps, Math.round(lost / steps)];
  const what = spec.load.journeys ? 'journeys' : 'requests';
  const rounding = k6Rounding(arriving(spec));
  const missing = Math.max(dropped + late.count, offered - begun - rounding);
  const shortfall = offered > 0 ? missing / offered : 0;
  const belated = late.count === 0 ? '' : `, ${late.count} sent late, by up to ${formatNumber(late.most)} ms`;
  if (shortfall > MAX_SHORTFALL) {
    return {
      wrong: [
        `The load generator could not keep up: it sent ${begun} of ${Math.round(offered)} ${what} due (${dropped} dropped${belated}), ` +
          `${formatNumber(shortfall * 100)} % short; at most ${MAX_SHORTFALL * 100} % may be missing. Lower the rate or the timeout, ` +
          'or give the generator more CPU.',
      ],
    };
  }
  const excess = begun - offered - rounding;
  return {
    warnings: [
      ...(late.count === 0
        ? []
        : [
            `${late.count} ${what} were sent late, by up to ${formatNumber(late.most)} ms, because every virtual user was busy; their latency ` +
              'counts from when they were due.',
          ]),
      ...(excess > MAX_SHORTFALL * offered
        ? [`${Math.round(excess)} more ${what} were sent than were due; redirects count as requests of their own.`]
        : []),
    ],
  };
}

const CLOSED_LOOP =
  'A closed loop hides overload: a virtual user that waits sends nothing, so that a slow service gets less load and few of its slow answers ' +
  'are counted (coordinated omission). Compare latencies with those of an open loop (model: arrivals).';

function lateness(requests: Recording['requests'], from: number): { readonly count: number; readonly most: number } {
  let [count, most] = [0, 0];
  requests.late?.forEach((late, index) => {
    if (late <= MAX_LATE || sentAt(requests, index) < from) return;
    count++;
    most = Math.max(most, late);
  });
  return { count, most };
}

/** Requests that failed before they were connected. */
export function connections({ requests }: Facts): Finding {
  if (requests.unconnected === 0) return {};
  const share = formatNumber((100 * requests.unconnected) / requests.sent);
  return {
    warnings: [
      `${requests.unconnected} requests (${share} %) failed before they were connected; their latency is 0 here, as in k6's own numbers, ` +
        'so read the latencies together with the error rate.',
    ],
  };
}

/** Requests that came while nothing was there to take them. */
export function unserved({ recording, window }: Facts): Finding {
  const { requests, replicas } = recording;
  const ready = replicas.map(({ time, ready: count }): Point => [time, count]);
  let sent = 0;
  let measured = 0;
  for (let index = 0; index < requests.end.length; index++) {
    const at = sentAt(requests, index);
    if (valueAt(ready, at) !== 0) continue;
    sent++;
    if (at >= window.measuredFrom) measured++;
  }
  if (sent === 0) return {};
  return {
    warnings: [
      `${sent} requests were sent while no replica was ready, ${measured} of them in the measured window. Nothing holds them back: they ` +
        'are refused, which counts as failed with a latency of 0, or TCP tries to connect until a pod is there, which is in no latency.',
    ],
  };
}
