import { sliTable } from '../../../../../experiments/report/sections/sliTable';
import { analyse } from '../../../../../experiments/slis';
import { SLI_NAMES } from '../../../../../experiments/slis/definitions';
import type { ExperimentSpec } from '../../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

const table = (more: Partial<ExperimentSpec> = {}): string =>
  sliTable(analyse(buildRecording(), { ...spec, ...more }, target(), meta)).text;

describe('the SLIs of a report', () => {
  it('stand by topic: the golden signals, then scaling, cost and elasticity', () => {
    expect([...table().matchAll(/scope="rowgroup"[^>]*>([^<]*)</g)].map(([, topic]) => topic)).toEqual([
      'Latency',
      'Traffic',
      'Errors',
      'Saturation',
      'Scaling',
      'Cost',
      'Elasticity',
      'The application&#39;s own count',
    ]);
  });

  it('are all there, those that are unknown for one reason together', () => {
    const text = table();
    for (const name of SLI_NAMES) expect(text.match(new RegExp(`#def-${name}"`, 'g'))).toHaveLength(1);
    expect(text.match(/the demand is not known/g)).toHaveLength(2);
    const known = table({ demand: { curve: [{ replicas: 4, rate: 100 }] } });
    expect(known).not.toContain('the demand is not known');
  });

  it('say which prices the costs are by', () => {
    expect(table()).toContain('0.04048 USD for a vCPU-hour');
    expect(table()).toContain('(AWS, us-east-1');
    const prices = { currency: 'EUR', vcpuHour: 0.05, gibHour: 0.01, nodeHour: 2 };
    expect(table({ prices })).toContain('0.05 EUR for a vCPU-hour');
    expect(table({ prices })).not.toContain('AWS');
  });
});
