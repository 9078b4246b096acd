import { waitForRule } from '../../../../../plugins/kubernetes/readiness/waitFor';

const object = {
  apiVersion: 'example.com/v1',
  kind: 'Foo',
  metadata: { name: 'a' },
  status: {
    phase: 'Running',
    list: [{ ip: '1.2.3.4' }],
    conditions: [{ type: 'Synced', status: 'False', reason: 'Slow' }],
  },
};

it.each([
  ['jsonpath={.status.phase}=Running', true],
  ['jsonpath={.status.phase}=Done', false],
  ['jsonpath={.status.list[0].ip}', true],
  ['jsonpath={.status.missing}', false],
  ['condition=Synced', false],
  ['condition=Synced=False', true],
  ['["condition=Synced=False", "jsonpath={.status.phase}"]', true],
  ['["condition=Synced=False", "condition=Ready"]', false],
])('%s: %p', (annotation, ready) => {
  expect(waitForRule(annotation).check(object, []).ready).toBe(ready);
});

it('says what is missing', () => {
  expect(waitForRule('condition=Synced').check(object, []).reason).toBe('Slow');
  expect(waitForRule('jsonpath={.status.phase}=Done').check(object, []).reason).toBe(
    '{.status.phase} is Running, not Done',
  );
});

it.each(['phase=Running', '[]', 'jsonpath={..items}'])('refuses %s', (annotation) => {
  expect(() => waitForRule(annotation)).toThrow('pulumi.com/waitFor');
});
