import { Busy, oneCommand } from '../experiments/exclusive';
import { Exit } from './errors';

/**
 * Does what sends load to a stack, if nobody else is at it.
 * @param results the stack's folder of results
 * @param what for others
 * @throws Exit (2) with who is at it
 */
export async function exclusively<T>(results: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await oneCommand(results, what, work);
  } catch (error) {
    throw error instanceof Busy ? new Exit(2, error.message) : error;
  }
}
