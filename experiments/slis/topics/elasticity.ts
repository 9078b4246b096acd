import { allUnknown, type Definition, type Definitions, type ValuesOf } from '../definition';
import { demandOver } from '../demand';
import { elasticity as measure } from '../elasticity';
import type { Facts } from '../facts';
import type { Point } from '../steps';

const SPEC =
  'SPEC RG, Ready for Rain? A View from SPEC Research on the Future of Cloud Metrics (SPEC-RG-2016-01), section 4.2';
const WHERE = 'over the measured window; demand by experiment.demand';

const metric = (unit: string, words: string): Definition => ({
  unit,
  description: `${words}, ${WHERE}.`,
  source: SPEC,
  core: false,
});

export const ELASTICITY = {
  underProvisioning: metric('replicas', 'Accuracy: mean of the ready replicas that are missing'),
  overProvisioning: metric('replicas', 'Accuracy: mean of the ready replicas that are too many'),
  underProvisioningShare: metric('share', 'Replicas that are missing as a share of the demand, mean'),
  overProvisioningShare: metric('share', 'Replicas that are too many as a share of those that are ready, mean'),
  underTimeshare: metric('share', 'Share of the time in which ready replicas are missing'),
  overTimeshare: metric('share', 'Share of the time in which there are too many'),
  instability: metric(
    'share',
    'Share of the seconds in which ready replicas and demand do not change in the same direction',
  ),
  jitter: metric('1/min', 'Ready replicas added or taken away more than the demand asked for; negative: fewer'),
} as const satisfies Definitions;

export function elasticity({ recording, spec, window }: Facts): ValuesOf<typeof ELASTICITY> {
  const unknown = (reason: string) => allUnknown(ELASTICITY, reason);
  const demand = demandOver(spec.demand?.curve, spec, window.loadStart);
  if ('reason' in demand) return unknown(demand.reason);
  const supply = recording.replicas.map(({ time, ready }): Point => [time, ready]);
  const { measuredFrom: from, measuredTo: to } = window;
  if (supply[0] === undefined || supply[0][0] > from)
    return unknown('the replicas at the end of the warm-up are not known');
  // That the load ends is no change within the window.
  const within = demand.points.filter(([time]) => time < to);
  const found = measure(within, supply, { from, to });
  return {
    ...found,
    underProvisioningShare: found.underProvisioningShare ?? { reason: 'there is no demand at some time' },
    overProvisioningShare: found.overProvisioningShare ?? { reason: 'no replica is ready at some time' },
  };
}
