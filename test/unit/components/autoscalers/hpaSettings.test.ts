import { apiBehavior, behavior, scalingNotes } from '../../../../components/autoscalers/hpaSettings';

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

describe('settings of any HPA that do nothing', () => {
  it.each([
    [{ scaleUp: { stabilizationWindowSeconds: 10, tolerance: 0 }, scaleDown: { selectPolicy: 'Disabled' } }, []],
    [
      { scaleDown: { selectPolicy: 'Disabled', stabilizationWindowSeconds: 30, tolerance: 0.2 } },
      [
        'behavior.scaleDown.stabilizationWindowSeconds, behavior.scaleDown.tolerance: no effect, because selectPolicy is Disabled.',
      ],
    ],
    // Upstream has two policies for up and one for down.
    [
      { scaleUp: { selectPolicy: 'Min' }, scaleDown: { selectPolicy: 'Min' } },
      ['behavior.scaleDown.selectPolicy Min: no effect, because there is one policy to select from.'],
    ],
    [
      { scaleUp: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } },
      ['behavior.scaleUp.selectPolicy Min: no effect, because there is one policy to select from.'],
    ],
    [
      { scaleDown: { tolerance: 1 } },
      ['behavior.scaleDown.tolerance 1 never scales down: usage would have to be below zero.'],
    ],
  ])('%j', (rules, notes) => {
    expect(scalingNotes(1, 10, behavior.parse(rules))).toEqual(notes);
  });

  it('one number for both bounds', () => {
    expect(scalingNotes(3, 3)).toEqual([
      'The number of replicas is always 3, because both bounds are; the metrics and the behavior have no effect.',
    ]);
  });
});
