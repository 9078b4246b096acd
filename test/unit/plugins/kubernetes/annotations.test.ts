import { propagationOf, timeoutOf } from '../../../../plugins/kubernetes/annotations';

const annotated = (annotations?: Record<string, string>) => ({
  metadata: { name: 'a', ...(annotations && { annotations }) },
});

it.each([
  [undefined, undefined, 600],
  [{ 'pulumi.com/timeoutSeconds': '20' }, undefined, 20],
  [{ 'pulumi.com/timeoutSeconds': '20' }, 5, 5],
  [{ 'pulumi.com/timeoutSeconds': 'soon' }, undefined, 600],
])('annotations %j and option %p give a timeout of %p s', (annotations, custom, expected) => {
  expect(timeoutOf(annotated(annotations), custom)).toBe(expected);
});

it.each([
  [undefined, 'Foreground'],
  ['background', 'Background'],
  ['Orphan', 'Orphan'],
])('propagation %p is %s', (value, expected) => {
  const annotations = value === undefined ? undefined : { 'pulumi.com/deletionPropagationPolicy': value };
  expect(propagationOf(annotated(annotations))).toBe(expected);
});
