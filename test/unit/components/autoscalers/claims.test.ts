import { conflicts } from '../../../../components/autoscalers/claims';

describe('conflicts', () => {
  it('are things with two owners', () => {
    expect(
      conflicts([
        { thing: 'replicas', owner: 'A' },
        { thing: 'cpu', owner: 'A' },
        { thing: 'cpu', owner: 'B' },
      ]),
    ).toEqual([
      "the pods' CPU would have 2 owners, A and B: the VPA moves what the HPA measures, and the HPA what the VPA measures; " +
        'leave one resource to each: settings.vpa.resourcePolicy.containerPolicies[].controlledResources, or updateMode Off',
    ]);
  });

  it('are none where one owner claims a thing twice', () => {
    expect(
      conflicts([
        { thing: 'externalMetrics', owner: 'KEDA' },
        { thing: 'externalMetrics', owner: 'KEDA' },
      ]),
    ).toEqual([]);
  });
});
