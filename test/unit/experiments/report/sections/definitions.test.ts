import { definitionsSection } from '../../../../../experiments/report/sections/definitions';
import { SLI_NAMES } from '../../../../../experiments/slis/definitions';

describe('definitionsSection', () => {
  it('defines every SLI at the place that the table points to', () => {
    const { text } = definitionsSection();
    for (const name of SLI_NAMES) expect(text).toContain(`id="def-${name}"`);
  });
});
