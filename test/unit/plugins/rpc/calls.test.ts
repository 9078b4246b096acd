import { Calls } from '../../../../plugins/rpc/calls';
import { Engine } from '../../../../plugins/rpc/engine';

const call = { urn: 'urn', timeout: 0, cancelled: new AbortController().signal };

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

it('gives what the work gives', async () => {
  await expect(new Calls(new Engine()).run(call, () => Promise.resolve(1))).resolves.toEqual({ value: 1 });
});

it('aborts calls in flight and later ones, and waits for them', async () => {
  const calls = new Calls(new Engine());
  const events: string[] = [];
  const running = calls.run(call, async ({ signal }) => untilAborted(signal));
  void running.then(() => events.push('answered'));
  const finished = calls.finished().then(() => events.push('finished'));
  calls.abort('cancelled');
  await expect(running).resolves.toMatchObject({ error: { message: 'cancelled' } });
  await finished;
  expect(events.sort()).toEqual(['answered', 'finished']);
  await expect(calls.run(call, async ({ signal }) => untilAborted(signal))).resolves.toMatchObject({
    error: { message: 'cancelled' },
  });
});

it('aborts at the time limit and says which', async () => {
  const end = await new Calls(new Engine()).run({ ...call, timeout: 0.01 }, async ({ signal }) => untilAborted(signal));
  expect(end).toMatchObject({
    error: { message: 'the time limit of 0.01 s passed (raise it with the resource option customTimeouts)' },
  });
});
