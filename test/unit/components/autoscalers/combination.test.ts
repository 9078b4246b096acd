import { findVariant } from '../../../../components/autoscalers/registry';
import type { Variant } from '../../../../components/autoscalers/types';
import { created } from '../../../support/pulumiMocks';

const both = findVariant('vpa+hpa-requests') as Variant;

describe('a combination of variants', () => {
  it('makes what each of them makes, under a name without a plus', async () => {
    const { objects, left } = await created('vpa+hpa-requests', { 'hpa-requests': { maxReplicas: 4 } });
    expect(objects.map(({ type, name, inputs }) => [type, name, inputs['metadata']])).toEqual([
      [
        'kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler',
        'autoscaler-vpa',
        expect.objectContaining({ name: 'sample-vpa-hpa-requests' }),
      ],
      [
        'kubernetes:autoscaling/v2:HorizontalPodAutoscaler',
        'autoscaler-hpa',
        expect.objectContaining({ name: 'sample-vpa-hpa-requests' }),
      ],
    ]);
    expect(objects[1]?.inputs['spec']).toMatchObject({ maxReplicas: 4 });
    expect(left).toEqual({ vpa: 'sample-vpa-hpa-requests', hpa: 'sample-vpa-hpa-requests', minReplicas: 1 });
  });

  it('requires, claims and passes on what each of them does', () => {
    const settings = both.settings.parse({ vpa: { updateMode: 'InPlace' } });
    expect(both.requires(settings)).toEqual(['metrics-server', 'vpa', 'prometheus', 'prometheus-adapter']);
    expect(both.claims(settings).map(({ thing }) => thing)).toEqual(['cpu', 'memory', 'replicas']);
    expect(both.adapterRules?.(settings).rules).toHaveLength(1);
    expect(both.vpaFlags?.(settings).updater).toEqual({ 'feature-gates': 'InPlace=true' });
  });

  it('notices as soon as one of them does', () => {
    expect(both.notice(both.settings.parse({}))).toEqual({ least: 0, mean: 13, worst: 23 });
  });

  it.each([
    // The HPA owns the number.
    ['vpa+hpa-requests', {}, undefined],
    ['vpa+fixed', { fixed: { replicas: 3 } }, 3],
    ['vpa', { replicas: 4 }, 4],
    ['hpa-cpu', {}, undefined],
  ])('%s with %j sets %j replicas', (name, raw, replicas) => {
    const variant = findVariant(name) as Variant;
    expect(variant.replicas?.(variant.settings.parse(raw))).toBe(replicas);
  });
});
