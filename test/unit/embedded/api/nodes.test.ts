import type { Api } from '../../../../embedded/api/client';
import { nodeReadiness, taintsOf } from '../../../../embedded/api/nodes';

/** An API server that has these objects. */
function serving(objects: Readonly<Record<string, unknown>>): Api {
  const unused = (): Promise<never> => Promise.reject(new Error('not expected'));
  return {
    get: <T>(path: string) => Promise.resolve(objects[path] as T),
    ready: unused,
    apply: unused,
    patch: unused,
    delete: unused,
    lines: () => Promise.reject(new Error('not here')),
    close: () => undefined,
  };
}

const node = (name: string, status: object): object => ({ metadata: { name }, spec: {}, status });

it('a node is Ready when its condition Ready is True, and no other', async () => {
  const items = [
    node('ready', {
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        { type: 'Ready', status: 'True' },
      ],
    }),
    node('unknown', { conditions: [{ type: 'Ready', status: 'Unknown' }] }),
    node('pressed', {
      conditions: [
        { type: 'MemoryPressure', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    }),
    node('new', {}),
  ];
  const readiness = await nodeReadiness(serving({ '/api/v1/nodes': { items } }));
  expect([...readiness]).toEqual([
    ['ready', true],
    ['unknown', false],
    ['pressed', false],
    ['new', false],
  ]);
});

it('taints are all that a node has', async () => {
  const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
  const api = serving({
    '/api/v1/nodes/a': { ...node('a', {}), spec: { taints } },
    '/api/v1/nodes/b': node('b', {}),
  });
  expect(await taintsOf(api, 'a')).toEqual(taints);
  expect(await taintsOf(api, 'b')).toEqual([]);
});
