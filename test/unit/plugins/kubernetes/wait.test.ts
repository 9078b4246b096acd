import { Objects } from '../../../../plugins/kubernetes/client/objects';
import type { KubeObject } from '../../../../plugins/kubernetes/object';
import { failed, READY, waiting, type Rule } from '../../../../plugins/kubernetes/readiness/types';
import { untilGone } from '../../../../plugins/kubernetes/remove';
import { untilReady } from '../../../../plugins/kubernetes/wait';
import type { CallContext } from '../../../../plugins/rpc/types';
import { ApiServer } from '../../../support/apiServer';

const server = new ApiServer();
let objects: Objects;
beforeAll(async () => {
  await server.start();
  objects = new Objects(server.connector);
});
afterAll(() => server.stop());

/** Ready when the data says so. */
const rule: Rule = {
  check: (object) => {
    const { phase } = object['data'] as { phase: string };
    return phase === 'ready' ? READY : phase === 'failed' ? failed('it broke') : waiting(`it is ${phase}`);
  },
};

function context(signal = new AbortController().signal): CallContext {
  return { signal, log: () => undefined, status: () => undefined };
}

function put(name: string, phase: string): KubeObject {
  return server.put(name, { data: { phase } });
}

/** Resolves once the client watches. */
async function watching(): Promise<void> {
  while (!server.requests.at(-1)?.includes('watch=true')) await new Promise((resolve) => setTimeout(resolve, 5));
}

beforeEach(() => server.requests.splice(0));

it('waits for the object to become ready, and gives it as it then is', async () => {
  const waits = untilReady(objects, put('a', 'new'), rule, 60, context());
  await watching();
  put('a', 'nearly');
  put('a', 'ready');
  expect((await waits)['data']).toEqual({ phase: 'ready' });
});

it('goes on after the API server was restarted', async () => {
  const waits = untilReady(objects, put('b', 'new'), rule, 60, context());
  await watching();
  server.dropWatches();
  put('b', 'ready');
  expect((await waits)['data']).toEqual({ phase: 'ready' });
});

it('does not wait for what has failed', async () => {
  const waits = untilReady(objects, put('c', 'new'), rule, 60, context());
  await watching();
  put('c', 'failed');
  await expect(waits).rejects.toMatchObject({
    live: { data: { phase: 'failed' } },
    reasons: ['ConfigMap default/c is not ready: it broke', 'it has failed, so waiting longer is no use'],
  });
});

it('says what was missing when the time is over, or the wait is cancelled', async () => {
  await expect(untilReady(objects, put('d', 'slow'), rule, 0.3, context())).rejects.toMatchObject({
    reasons: ['ConfigMap default/d is not ready: it is slow', expect.stringContaining('it was not ready within 0.3 s')],
  });
  const cancel = new AbortController();
  const waits = untilReady(objects, put('d', 'slow'), rule, 60, context(cancel.signal));
  await watching();
  cancel.abort(new Error('cancelled'));
  await expect(waits).rejects.toMatchObject({ reasons: ['ConfigMap default/d is not ready: it is slow'] });
});

it('notices that the object was deleted', async () => {
  const waits = untilReady(objects, put('e', 'new'), rule, 60, context());
  await watching();
  server.remove('e');
  await expect(waits).rejects.toThrow('ConfigMap default/e was deleted by someone else');
});

describe('a deletion', () => {
  it('is over when the object is gone', async () => {
    const waits = untilGone(objects, put('f', 'new'), 60, context());
    await watching();
    server.remove('f');
    await waits;
  });

  it('says what holds the object', async () => {
    const held = server.put('g', { metadata: { name: 'g', finalizers: ['example.com/hold'] } });
    await expect(untilGone(objects, held, 0.3, context())).rejects.toThrow(
      'ConfigMap default/g was not gone within 0.3 s: finalizers example.com/hold',
    );
  });
});
