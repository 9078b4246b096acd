import { parse } from 'yaml';
import { reproduction } from '../../../../../experiments/report/sections/reproduction';
import { analyse } from '../../../../../experiments/slis';
import { parseExperiment } from '../../../../../experiments/spec';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

describe('reproduction', () => {
  const { config } = parse(reproduction(analyse(buildRecording(), spec, target(), meta))) as {
    config: Record<string, unknown>;
  };

  it('is the configuration of a stack that asks for the same experiment', () => {
    expect(parseExperiment(config['autoscaling-testbed:experiment'])).toEqual({
      ...spec,
      load: { ...spec.load, reuseConnections: false },
    });
  });

  it('names the variant with its settings', () => {
    expect(config['autoscaling-testbed:autoscaler']).toBe('hpa-cpu');
    expect(config['autoscaling-testbed:settings']).toEqual({ 'hpa-cpu': target().autoscaler.settings });
  });
});
