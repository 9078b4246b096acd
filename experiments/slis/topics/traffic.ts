import type { Definitions, ValuesOf } from '../definition';
import { type Facts, NO_REQUEST } from '../facts';

export const TRAFFIC = {
  offeredRate: {
    unit: '1/s',
    description: 'Requests due in the measured window, by the load in the spec, per second of it.',
    core: true,
  },
  sentRate: { unit: '1/s', description: 'Requests sent in the measured window, per second of it.', core: true },
  servedRate: {
    unit: '1/s',
    description:
      'Requests sent in the measured window that were answered with a status of 200 to 399, per second of it.',
    core: true,
  },
  droppedShare: {
    unit: 'share',
    description:
      'Dropped / (sent + dropped) requests of the measured window: what the generator had no virtual user free for.',
    source: 'k6, dropped_iterations',
    core: true,
  },
} as const satisfies Definitions;

const CLOSED = {
  reason:
    'virtual users wait for their answers before they ask again (closed loop): no request is due at a time of its own',
  notApplicable: true,
} as const;

export function traffic({ window, requests, offered, dropped }: Facts): ValuesOf<typeof TRAFFIC> {
  const { sent, served } = requests;
  // Nothing sent is a generator that did not work, not a rate of 0.
  const nothing = sent === 0 ? NO_REQUEST : undefined;
  return {
    offeredRate: offered === null ? CLOSED : offered / window.seconds,
    sentRate: nothing ?? sent / window.seconds,
    servedRate: nothing ?? served / window.seconds,
    droppedShare: offered === null ? CLOSED : sent + dropped === 0 ? NO_REQUEST : dropped / (sent + dropped),
  };
}
