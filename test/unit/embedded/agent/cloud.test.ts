import { interrupt, noticeEvent, noticePatch } from '../../../../embedded/agent/cloud';
import type { NodeObject } from '../../../../embedded/agent/wanted';
import type { Api } from '../../../../embedded/api/client';
import { claim, wanted } from './made';

const time = '2026-11-24T01:00:00.000Z';
const doomed = claim(61, 'a', { fate: { kind: 'interrupted', after: 5, notice: 120 } });
const object: NodeObject = {
  metadata: { name: 'a', uid: 'uid-a', resourceVersion: '7', creationTimestamp: time },
  spec: { taints: [{ key: 'own', value: 'x', effect: 'NoExecute' }] },
  status: {},
};

it('the taint comes to those that are there, and only if nobody changed them meanwhile', () => {
  expect(noticePatch(object)).toEqual({
    metadata: { resourceVersion: '7' },
    spec: {
      taints: [
        { key: 'own', value: 'x', effect: 'NoExecute' },
        { key: 'autoscaling-testbed/interrupted', effect: 'NoSchedule' },
      ],
    },
  });
});

it('the event says how long is left', () => {
  expect(noticeEvent(wanted('a'), doomed, time)).toMatchObject({
    metadata: { name: 'a.interrupted', namespace: 'default' },
    involvedObject: { kind: 'Node', name: 'a', uid: 'uid-a' },
    reason: 'SpotInterrupted',
    message: 'The machine will be taken away in 120 s',
  });
});

it('taint, event and deletion come in this order; what was cut off goes on', async () => {
  const calls: string[] = [];
  const call =
    (verb: string) =>
    (what: unknown): Promise<void> => {
      calls.push(`${verb} ${typeof what === 'string' ? what : 'Event'}`);
      return Promise.resolve();
    };
  const api = { patch: call('patch'), apply: call('apply'), delete: call('delete') } as unknown as Api;
  await interrupt(api, wanted('a'), doomed, object, time);
  expect(calls.splice(0)).toEqual(['patch /api/v1/nodes/a', 'apply Event', 'delete /api/v1/nodes/a']);
  await interrupt(api, wanted('a', { noticed: true }), doomed, object, time);
  expect(calls).toEqual(['apply Event', 'delete /api/v1/nodes/a']);
});
