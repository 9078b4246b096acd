import type { Slo } from '../../types';
import { type Definition, type Definitions, type Value, type ValuesOf, allUnknown } from '../definition';
import { countKinds } from '../errorKinds';
import { type Facts, NO_REQUEST } from '../facts';
import { sentAt } from '../requests';
import { violatedSeconds } from '../violations';

const SRE = 'Google, The Site Reliability Workbook, chapter 2: good events / valid events';
const CODES = 'k6, error codes';

function kind(words: string): Definition {
  return {
    unit: 'requests',
    description: `Failed requests sent in the measured window: ${words}.`,
    source: CODES,
    core: false,
  };
}

const KINDS = {
  errorsTimeout: kind('no answer, or no connection, in time'),
  errorsConnection: kind('the connection was refused, reset or broken'),
  errorsServer: kind('answered with a status of 500 or more'),
  errorsClient: kind('answered with a status of 400 to 499'),
  errorsOther: kind('any other reason, for example a name that was not found'),
} as const satisfies Definitions;

export const ERRORS = {
  errorRate: {
    unit: 'share',
    description:
      'Failed / sent requests of the measured window. Failed: no answer in time, or a status of 400 or more.',
    source: 'k6, http_req_failed',
    core: true,
  },
  ...KINDS,
  availability: {
    unit: 'share',
    description:
      'Served / (sent + dropped) requests of the measured window: what was asked for and could not be sent counts as not served.',
    source: SRE,
    core: true,
  },
  sloViolationSeconds: {
    unit: 's',
    description:
      "Seconds of the measured window in which the requests that were sent broke an objective on latency (by that second's percentile; a failed request is slower than any objective), availability or error rate.",
    core: false,
  },
  errorBudgetUsed: {
    unit: 'share',
    description:
      'Bad events / allowed bad events of the measured window: (1 - availability) / (1 - its objective), or the error rate / its objective. Over 100 %: the budget is overspent.',
    source: 'Google, The Site Reliability Workbook, chapters 2 and 5: error budget',
    core: false,
  },
} as const satisfies Definitions;

export function errors(facts: Facts): ValuesOf<typeof ERRORS> {
  const { recording, spec, window, requests, dropped } = facts;
  const asked = requests.sent + dropped;
  const errorRate = requests.sent === 0 ? NO_REQUEST : requests.failed / requests.sent;
  const availability = asked === 0 ? NO_REQUEST : requests.served / asked;
  const violated = violatedSeconds(recording, spec.slos, window);
  return {
    errorRate,
    ...kinds(facts),
    availability,
    sloViolationSeconds:
      asked === 0
        ? NO_REQUEST
        : violated === null
          ? { reason: 'no objective on latency, availability or error rate was set' }
          : violated.filter(Boolean).length,
    errorBudgetUsed: budgetUsed(spec.slos, availability, errorRate),
  };
}

function kinds({ recording: { requests }, requests: { sent }, window }: Facts): ValuesOf<typeof KINDS> {
  if (sent === 0) return allUnknown(KINDS, NO_REQUEST.reason);
  const measured = Array.from(requests.end.keys()).filter((index) => sentAt(requests, index) >= window.measuredFrom);
  const counts = countKinds(requests, measured);
  if (counts === null) return allUnknown(KINDS, 'the recording does not say why requests without an answer failed');
  const { timeout, connection, server, client, other } = counts;
  return {
    errorsTimeout: timeout,
    errorsConnection: connection,
    errorsServer: server,
    errorsClient: client,
    errorsOther: other,
  };
}

/** By the objective on availability; without one by that on the error rate. */
function budgetUsed(slos: readonly Slo[], availability: Value, errorRate: Value): Value {
  const available = slos.find(({ sli, min }) => sli === 'availability' && min !== undefined)?.min;
  const failing = slos.find(({ sli, max }) => sli === 'errorRate' && max !== undefined)?.max;
  const allowed = available !== undefined ? 1 - available : failing;
  if (allowed === undefined) return { reason: 'no objective on availability or error rate was set' };
  if (allowed <= 0) return { reason: 'the objective allows no bad event: there is no budget' };
  if (available === undefined) return typeof errorRate === 'number' ? errorRate / allowed : errorRate;
  return typeof availability === 'number' ? (1 - availability) / allowed : availability;
}
