import { countedByApplication } from '../checks';
import { allUnknown, type Definitions, type ValuesOf } from '../definition';
import type { Facts } from '../facts';

export const APPLICATION = {
  servedByApplication: {
    unit: 'requests',
    description:
      "Requests that the application says it served, over the whole load with its warm-up: its own counter's increase.",
    core: false,
  },
  servedAgreement: {
    unit: 'ratio',
    description:
      "Requests served by the application's count / by the load generator's, over the whole load with its warm-up; 1 if they agree.",
    core: false,
  },
} as const satisfies Definitions;

export function application({ target, recording, counted: requests }: Facts): ValuesOf<typeof APPLICATION> {
  if (target.workload.servedCounter === undefined)
    return allUnknown(APPLICATION, 'the workload names no counter of served requests');
  const counted = countedByApplication(recording.series);
  if (counted === null) {
    return allUnknown(APPLICATION, recording.series.servedTotal?.reason ?? 'Prometheus has no data for servedTotal');
  }
  return {
    servedByApplication: counted,
    servedAgreement:
      requests.served > 0
        ? counted / requests.served
        : { reason: 'the load generator saw no request served that the application counts' },
  };
}
