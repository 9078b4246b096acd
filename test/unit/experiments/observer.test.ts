import { guarded, type RunObserver, type RunUnderWay } from '../../../experiments/observer';
import type { Result } from '../../../experiments/types';

const run = {} as RunUnderWay;
const result = {} as Result;

function observer(failing: string): RunObserver & { readonly asked: string[] } {
  const asked: string[] = [];
  const call = (name: string): void => {
    asked.push(name);
    if (name === failing) throw new Error(`${name} is broken`);
  };
  return {
    asked,
    began: () => call('began'),
    step: () => call('step'),
    said: () => call('said'),
    over: () => Promise.resolve().then(() => call('over')),
  };
}

describe('guarded', () => {
  it.each(['began', 'step', 'said', 'over'])('keeps an error of %s from the run, and asks no more', async (failing) => {
    const one = observer(failing);
    const errors: unknown[] = [];
    const safe = guarded(one, (error) => errors.push(error));
    safe.began(run);
    safe.step('load');
    safe.said('a line');
    await safe.over(result, '');
    expect(errors).toEqual([new Error(`${failing} is broken`)]);
    expect(one.asked.at(-1)).toBe(failing);
  });

  it('does nothing without an observer', async () => {
    const safe = guarded(undefined, () => expect(true).toBe(false));
    safe.began(run);
    await safe.over(result, '');
  });
});
