import { runId } from '../../../../experiments/run/id';

it('sorts by time, is fit for a Kubernetes name, and is another each time', () => {
  const time = new Date('2026-11-23T08:32:25.900Z');
  expect(runId(time)).toMatch(/^20261123-083225-[0-9a-f]{4}$/);
  const many = new Set(Array.from({ length: 20 }, () => runId(time)));
  expect(many.size).toBeGreaterThan(1);
});
