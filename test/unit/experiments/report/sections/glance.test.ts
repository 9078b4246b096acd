import { glance, glanceNames } from '../../../../../experiments/report/sections/glance';
import type { Result, Sli } from '../../../../../experiments/types';

const sli = (value: number | null, unit: string): Sli => ({ value, unit, description: '' });
const result = {
  slis: {
    latencyP95: sli(18.2, 'ms'),
    latencyP99: sli(40, 'ms'),
    availability: sli(0.9, 'share'),
    reactionTime: { ...sli(null, 's'), atLeast: 100, reason: 'it never recovered' },
    replicasMax: sli(5, 'replicas'),
  },
  slos: [{ sli: 'availability', min: 0.99, value: 0.9, pass: false }],
} as unknown as Result;

test('objectives come first, then what people ask first, each once and only where the result has it', () => {
  expect(glanceNames(result)).toEqual(['availability', 'latencyP95', 'reactionTime', 'replicasMax']);
});

test('each has its value, and its outcome in words and not in colour alone', () => {
  const text = glance(result).text.replace(/\s+/g, ' ');
  expect(text).toContain(
    '<dt>availability</dt> <dd> <span class="figure">90 %</span> <span class="word fail">✗ at least 99 %</span>',
  );
  expect(text).toContain('<span class="figure">18.20 ms</span>');
  expect(text).toContain('<span class="figure">over 100 s</span>');
});
