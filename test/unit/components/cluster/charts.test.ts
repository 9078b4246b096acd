import { hasCharts, targetSettings } from '../../../../components/cluster/settings';

test('charts can be had from registries; on a cluster of others its settings say so', () => {
  const eks = targetSettings.eks.parse({ images: { sample: 'registry.example/sample:1' } });
  expect(hasCharts({ name: 'local', settings: {} })).toBe(false);
  expect(hasCharts({ name: 'kind', settings: targetSettings.kind.parse({}) })).toBe(true);
  expect(hasCharts({ name: 'eks', settings: eks })).toBe(true);
  for (const helm of [true, false])
    expect(hasCharts({ name: 'existing', settings: targetSettings.existing.parse({ helm }) })).toBe(helm);
});
