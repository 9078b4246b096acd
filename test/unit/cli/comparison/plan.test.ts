import { planned } from '../../../../cli/comparison/plan';

const asked = { repeat: 5, seed: 7 };

describe('the plan of a comparison', () => {
  it.each(['fixed', 'fixed,fixed', 'fixed,hpa-cpu,fixed'])('is refused for %s: two or more, each once', (names) =>
    expect(() => planned(asked, 'dev', names, {})).toThrow(/two or more, each once/),
  );

  it("has the stack's own load, or each that is asked for under a name of its own", () => {
    const own = { config: { 'autoscaling-testbed:experiment': { cooldown: 5 } } };
    expect(planned(asked, 'dev', 'fixed, hpa-cpu', own)).toMatchObject({
      stack: 'dev',
      seed: 7,
      variants: ['fixed', 'hpa-cpu'],
      loads: { experiment: { cooldown: 5 } },
    });
    const loads = ['quick', 'staged'];
    expect(Object.keys(planned({ ...asked, experiment: loads }, 'dev', 'fixed,hpa-cpu', own).loads)).toEqual(loads);
    expect(() => planned({ ...asked, experiment: ['quick', 'quick'] }, 'dev', 'fixed,hpa-cpu', own)).toThrow(
      /each load needs a name of its own/,
    );
  });
});
