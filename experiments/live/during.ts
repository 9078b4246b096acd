import { messageOf } from '../kube';
import type { RunObserver } from '../observer';
import { Live } from './index';
import { portOf } from './variable';

export interface Page {
  readonly observer?: RunObserver;
  /** `http://127.0.0.1:PORT`; undefined where there is no page. */
  readonly address?: string;
}

/**
 * Does the work with a page that shows it. Where the page cannot be had, the work is done without.
 * @param wanted a port, or `off`; @default any port that is free
 * @param warn told why there is no page
 */
export async function withLive<T>(
  wanted: string | undefined,
  warn: (message: string) => void,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const live = await start(wanted, warn);
  try {
    return await work(live === undefined ? {} : { observer: live, address: live.address });
  } finally {
    await live?.close().catch((error: unknown) => warn(`The live page: ${messageOf(error)}`));
  }
}

async function start(wanted: string | undefined, warn: (message: string) => void): Promise<Live | undefined> {
  if (wanted === 'off') return undefined;
  try {
    return await Live.start({
      port: portOf(wanted),
      failed: (error) => warn(`The live page ended: ${messageOf(error)}. The run goes on.`),
    });
  } catch (error) {
    warn(`There is no live page: ${messageOf(error)}. The run goes on.`);
    return undefined;
  }
}
