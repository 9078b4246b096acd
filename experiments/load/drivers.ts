import type { Driver } from './driver';
import { k6 } from './k6';
import { locust } from './locust';
import { siege } from './siege';
import type { DriverName } from './spec';

/** The load drivers by name. */
export const drivers: Readonly<Record<DriverName, Driver>> = { k6, locust, siege };
