import { ambiguousFlags, ambiguousMetrics, sharedFlags, sharedRules } from '../../../../components/autoscalers/shared';
import type { VpaFlags } from '../../../../components/autoscalers/types';

const rule = (as: string, metricsQuery: string) => ({ name: { as }, metricsQuery });
const flags = (updater: VpaFlags['updater']): VpaFlags => ({ recommender: {}, updater, admissionController: {} });

test('a rule that several settings need is there once', () => {
  const [one, same, other] = [rule('a', 'x'), rule('a', 'x'), rule('b', 'y')];
  const rules = sharedRules([
    { rules: [one], externalRules: [] },
    undefined,
    { rules: [same, other], externalRules: [one] },
  ]);
  expect(rules).toEqual({ rules: [one, other], externalRules: [one] });
  // Of the custom and of the external API, one each.
  expect(ambiguousMetrics(rules)).toEqual([]);
});

test('two rules for one metric are ambiguous', () => {
  const rules = [rule('a', 'x'), rule('b', 'x'), rule('a', 'y')];
  expect(ambiguousMetrics({ rules, externalRules: [] })).toEqual(['a']);
  expect(ambiguousMetrics({ rules: [], externalRules: rules })).toEqual(['a']);
});

test('feature gates add up, other flags must be the same', () => {
  const all = [flags({ 'feature-gates': 'A=true', x: '1' }), flags({ 'feature-gates': 'B=true,A=true', x: '2' })];
  expect(sharedFlags(all)?.updater['feature-gates']).toBe('A=true,B=true');
  expect(ambiguousFlags(all)).toEqual(['updater.x']);
  expect(ambiguousFlags([flags({ x: '1' }), flags({})])).toEqual(['updater.x']);
  expect(ambiguousFlags([flags({ x: '1' }), undefined, flags({ x: '1' })])).toEqual([]);
  expect(sharedFlags([undefined])).toBeUndefined();
});
