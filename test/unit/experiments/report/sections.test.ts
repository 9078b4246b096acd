import { parse } from 'yaml';
import { checksSection, definitionsSection, reproduction } from '../../../../experiments/report/sections';
import { reactionSection } from '../../../../experiments/report/reactions';
import { analyse } from '../../../../experiments/slis';
import { SLI_NAMES } from '../../../../experiments/slis/definitions';
import { parseExperiment } from '../../../../experiments/spec';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

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

describe('definitionsSection', () => {
  it('defines every SLI at the place that the table points to', () => {
    const { text } = definitionsSection();
    for (const name of SLI_NAMES) expect(text).toContain(`id="def-${name}"`);
  });
});

describe('reactionSection', () => {
  const result = analyse(buildRecording(), spec, target(), meta);

  it('speaks of what a VPA does in its own words', () => {
    const autoscaler = { name: 'vpa', settings: {}, vpa: 'sample' };
    expect(reactionSection({ ...result, target: { ...result.target, autoscaler } }).text).toContain(
      'the updater evicts or resizes a pod',
    );
    expect(reactionSection(result).text).toContain('more replicas are desired');
  });

  it('says of the wakening in the warm-up that no SLI has it', () => {
    const reactions = [{ ...result.reactions[0]!, warmup: true as const }];
    expect(reactionSection({ ...result, reactions }).text).toContain('Warm-up, in no SLI: from 10 to 80/s');
  });
});

it('a cross-check says what is not known', () => {
  const result = analyse(buildRecording(), spec, target(), meta);
  expect(checksSection(result)?.text).toContain('of 10 can be worked out to the replica, the others to a range');
});
