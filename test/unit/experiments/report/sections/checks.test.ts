import { checksSection } from '../../../../../experiments/report/sections/checks';
import { analyse } from '../../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

it('a cross-check says what is not known', () => {
  const result = analyse(buildRecording(), spec, target(), meta);
  expect(checksSection(result)?.text).toContain('of 10 can be worked out to the replica, the others to a range');
});
