import { analyse } from '../../../../../experiments/slis';
import type { Recording } from '../../../../../experiments/types';
import { at, run } from '../../../../fixtures/analysis';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

describe('an autoscaler that was never observed', () => {
  it('makes the run invalid: hpa', () => {
    const found = run({ hpa: [] });
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toContain('The HorizontalPodAutoscaler "sample" was never observed.');
  });

  it.each([
    ['scaledObject', /^The ScaledObject "x" was never observed\.$/],
    ['vpa', /^The VerticalPodAutoscaler "x" was never observed\.$/],
  ])('makes the run invalid: %s', (key, reason) => {
    const { autoscaler } = target();
    const found = analyse(buildRecording(), spec, { ...target(), autoscaler: { ...autoscaler, [key]: 'x' } }, meta);
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toContainEqual(expect.stringMatching(reason));
  });

  it('is told where it did nothing', () => {
    const none = { cpuCores: null, memoryBytes: null };
    const vpa = [{ time: at(0), target: none, lowerBound: none, upperBound: none }];
    const { autoscaler } = target();
    const names = { ...target(), autoscaler: { ...autoscaler, vpa: 'x' } };
    expect(analyse(buildRecording('hpa-cpu', { vpa }), spec, names, meta).warnings[0]).toMatch(
      /^The VPA changed no pod during the run/,
    );
  });
});

describe('an autoscaler that cannot read its metric', () => {
  it.each<[string, Partial<Recording>, RegExp]>([
    [
      'a blind HPA',
      {
        hpa: buildRecording().hpa.map((point) =>
          point.time === at(81.2)
            ? { ...point, metric: null, scalingActive: 'False', reason: 'FailedGetResourceMetric' }
            : point,
        ),
      },
      /^The HPA had no metric for 15 s of the measured window \(FailedGetResourceMetric\)/,
    ],
    [
      'an HPA that lacks one of its metrics',
      {
        hpa: buildRecording().hpa.map((point) =>
          point.time === at(81.2)
            ? { ...point, metrics: [...point.metrics, { ...point.metrics[0]!, name: 'rps', value: null }] }
            : point,
        ),
      },
      /^The HPA could not read one of its metrics for 15 s/,
    ],
    [
      "KEDA's fallback",
      {
        scaledObject: [
          { time: at(30), active: 'True', ready: 'True', fallback: 'True' },
          { time: at(40), active: 'True', ready: 'True', fallback: 'False' },
        ],
      },
      /^KEDA could not read a trigger and held the replicas at its fallback for 10 s\.$/,
    ],
  ])('is warned of: %s', (_, change, warning) => {
    const found = run(change);
    expect(found.warnings).toContainEqual(expect.stringMatching(warning));
    expect(found.verdict).toBe('pass');
  });

  it('is not an HPA that is off at zero replicas, nor are targets that are not there then', () => {
    const hpa = buildRecording().hpa.map((point) =>
      point.time === at(81.2)
        ? { ...point, metric: null, scalingActive: 'False', reason: 'ScalingDisabled', metrics: [] }
        : point,
    );
    const targetsUp = { query: '', unit: 'share', points: [[at(20), 1] as const, [at(30), 0] as const] };
    const series = { ...buildRecording().series, targetsUp };
    expect(run({ hpa, series }).warnings).toEqual([]);
  });
});
