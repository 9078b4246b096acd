import { z } from 'zod';
import { bounded } from './bounded';

const price = (what: string) => bounded(0, 1e6, `price of ${what}, in the list's currency`);

export const pricesSchema = z.strictObject({
  /** Only a name: nothing is converted. */
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'three capital letters (ISO 4217), for example "EUR"' }),
  vcpuHour: price('one vCPU for an hour'),
  gibHour: price('one GiB of memory for an hour'),
  nodeHour: price('one node for an hour'),
});

/** What things cost, all in one currency: what pods request by vCPU and GiB, or the nodes as a whole. */
export type Prices = Readonly<z.infer<typeof pricesSchema>>;

/**
 * List prices in US East (N. Virginia), Linux on x86, on demand, in November 2025: AWS Fargate for what pods request
 * (https://aws.amazon.com/fargate/pricing/), and an m5.large (2 vCPU, 8 GiB) for a node (https://aws.amazon.com/ec2/pricing/on-demand/).
 */
export const DEFAULT_PRICES: Prices = { currency: 'USD', vcpuHour: 0.04048, gibHour: 0.004445, nodeHour: 0.096 };
