import type { Definitions, ValuesOf } from './definition';
import { APPLICATION } from './topics/application';
import { COST } from './topics/cost';
import { ELASTICITY } from './topics/elasticity';
import { ERRORS } from './topics/errors';
import { LATENCY } from './topics/latency';
import { SATURATION } from './topics/saturation';
import { SCALING } from './topics/scaling';
import { TRAFFIC } from './topics/traffic';

/** The SLIs by topic: the four golden signals (Google, Site Reliability Engineering, chapter 6), then what an autoscaler makes of them. */
export const TOPICS = {
  Latency: LATENCY,
  Traffic: TRAFFIC,
  Errors: ERRORS,
  Saturation: SATURATION,
  Scaling: SCALING,
  Cost: COST,
  Elasticity: ELASTICITY,
  "The application's own count": APPLICATION,
} as const satisfies Readonly<Record<string, Definitions>>;

/** Every SLI, in the order that people read them in. The measured window goes from the end of the warm-up to the end of the load. */
export const DEFINITIONS = {
  ...LATENCY,
  ...TRAFFIC,
  ...ERRORS,
  ...SATURATION,
  ...SCALING,
  ...COST,
  ...ELASTICITY,
  ...APPLICATION,
} as const satisfies Definitions;

export type SliName = keyof typeof DEFINITIONS;
export type Values = ValuesOf<typeof DEFINITIONS>;
export const SLI_NAMES = Object.keys(DEFINITIONS) as SliName[];

/** The topic of an SLI; undefined for one that this version does not know. */
export const topicOf = (sli: string): string | undefined =>
  Object.entries(TOPICS).find(([, definitions]) => sli in definitions)?.[0];
