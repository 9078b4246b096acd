import { reactionSection } from '../../../../../experiments/report/sections/reactions';
import { analyse } from '../../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

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
