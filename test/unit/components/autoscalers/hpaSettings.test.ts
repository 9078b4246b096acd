import { apiBehavior, behavior } from '../../../../components/autoscalers/hpaSettings';

describe('behavior', () => {
  it('goes to the API as it is, with the tolerance as a quantity', () => {
    const rules = behavior.parse({
      scaleUp: { tolerance: 0.05, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }], selectPolicy: 'Max' },
    });
    expect(apiBehavior(rules)).toEqual({
      scaleUp: { tolerance: '0.05', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }], selectPolicy: 'Max' },
      scaleDown: undefined,
    });
  });

  it.each([
    [{ scaleDown: { stabilizationWindowSeconds: 3601 } }],
    [{ scaleDown: { policies: [] } }],
    [{ scaleUp: { policies: [{ type: 'Pods', value: 0, periodSeconds: 15 }] } }],
    [{ scaleSideways: {} }],
  ])('refuses %j, as the API does', (rules) => {
    expect(behavior.safeParse(rules).success).toBe(false);
  });
});
