import { statusOf } from '../../../cli/automation';

const event = (own: object) => ({ sequence: 1, timestamp: 0, ...own });

it('says what an update is at, and nothing of what stays as it is', () => {
  const diagnostic = { message: '<{%reset%}>load of 2:55 begins<{%reset%}>\n', color: 'never', severity: 'info' };
  expect(statusOf(event({ diagnosticEvent: { ...diagnostic, ephemeral: true } }))).toBe('load of 2:55 begins');
  expect(statusOf(event({ diagnosticEvent: diagnostic }))).toBeUndefined();
  const metadata = (op: string) => ({ op, urn: 'urn:pulumi:dev::autoscaling-testbed::a:b:C::sample', type: 'a:b:C' });
  expect(statusOf(event({ resourcePreEvent: { metadata: metadata('create') } }) as never)).toBe('create sample');
  expect(statusOf(event({ resourcePreEvent: { metadata: metadata('same') } }) as never)).toBeUndefined();
  expect(statusOf(event({}))).toBeUndefined();
});
