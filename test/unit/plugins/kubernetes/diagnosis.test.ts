import { selectorText, summarize } from '../../../../plugins/kubernetes/diagnosis';

const pod = (name: string, status: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, status });
const event = (reason: string, lastTimestamp: string, count = 1) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason },
  involvedObject: { kind: 'Pod', name: 'a' },
  reason,
  message: 'm',
  lastTimestamp,
  count,
});

it('writes a selector as the API takes it', () => {
  expect(
    selectorText({
      matchLabels: { app: 'a' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['x', 'y'] },
        { key: 'new', operator: 'Exists' },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    }),
  ).toBe('app=a,tier notin (x,y),new,!old');
});

it('says what containers wait for, and why pods are not scheduled', () => {
  expect(
    summarize(
      [
        pod('a', {
          containerStatuses: [
            { name: 'c', state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } },
          ],
        }),
        pod('b', {
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }],
        }),
        pod('d', {
          containerStatuses: [
            {
              name: 'c',
              restartCount: 3,
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { exitCode: 1, reason: 'Error' } },
            },
          ],
        }),
        pod('e', { containerStatuses: [{ name: 'c', ready: false, state: { running: {} } }] }),
        pod('f', { containerStatuses: [{ name: 'c', state: { waiting: { reason: 'ContainerCreating' } } }] }),
      ],
      [],
    ),
  ).toEqual([
    'Pod a, container c: ImagePullBackOff: no such image',
    'Pod b is not scheduled: Unschedulable: 0/1 nodes',
    'Pod d, container c: CrashLoopBackOff; ended with exit code 1 (Error), 3 restarts',
    'Pod e, container c: runs, but is not ready',
  ]);
});

it('adds the newest warning events', () => {
  expect(summarize([], [event('Old', '2026-01-01T00:00:00Z'), event('New', '2026-01-02T00:00:00Z', 4)])).toEqual([
    'Pod a: New: m (4 times)',
    'Pod a: Old: m',
  ]);
});
