import { journeysSection } from '../../../../../experiments/report/sections/journeys';
import type { JourneyResult } from '../../../../../experiments/slis/journeys';

const requests = { sent: 30, failed: 2, latencyP50: 12.5, latencyP95: 40, latencyP99: null };
const buy: JourneyResult = {
  ...requests,
  name: 'check <out>',
  begun: 20,
  finished: 10,
  steps: [{ ...requests, method: 'POST', path: '/cart', sent: 10 }],
};

test('a row for each journey, and one for each of its steps', () => {
  const text = journeysSection({ journeys: [buy] })!
    .text.replace(/\s*<[^>]+>\s*/g, '|')
    .replace(/\|+/g, '|');
  expect(text).toContain('|check &lt;out&gt;|20|10|30|2|12.50|40|–|POST /cart|–|–|10|2|12.50|40|–|');
});

test('there is none where each request stands alone', () => {
  expect(journeysSection({})).toBeNull();
});
