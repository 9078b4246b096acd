import { z } from 'zod';
import { parseConfig } from '../../../stacks/schema';
import { understood } from '../../../stacks/problems';

it('takes the text of a number for the number, where a number is asked for', () => {
  const schema = z.strictObject({ a: z.array(z.strictObject({ b: z.number().max(1) })), text: z.string() });
  expect(understood(schema, { a: [{ b: '0.5' }, { b: 1 }, { b: '-2' }], text: '0.5' }).data).toEqual({
    a: [{ b: 0.5 }, { b: 1 }, { b: -2 }],
    text: '0.5',
  });
  for (const b of ['1.5', 'half', '', '1e0', ' 1', true, null]) {
    expect(understood(schema, { a: [{ b }], text: '' }).success).toBe(false);
  }
});

it('so that fractions can be set on the command line, where Pulumi keeps them as text', () => {
  const config = parseConfig({
    workload: { cpuRequest: '0.1' },
    nodes: { app: { cpu: '1.5' } },
    experiment: { preset: 'smoke', scale: '0.5', load: { timeout: '2.5', stages: [{ rate: '0.5', duration: 10 }] } },
    settings: { 'keda-prometheus': { threshold: '2.5' } },
  });
  expect(config.workload.cpuRequest).toBe(0.1);
  expect(config.nodes.app.cpu).toBe(1.5);
  expect(config.experiment).toMatchObject({ scale: 0.5, load: { timeout: 2.5, stages: [{ rate: 0.25 }] } });
  expect(parseConfig({ workload: { imageArchive: 'package.json', port: 80, cpuRequest: '0.1' } }).own).toMatchObject({
    cpuRequest: 0.1,
  });
});
