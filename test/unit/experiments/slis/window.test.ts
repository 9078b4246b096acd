import { measuredWindow } from '../../../../experiments/slis/window';
import { spec } from '../../../fixtures/recording';

// The fixture: 20 s of warm-up, 160 s of stages, 40 s of cool-down.
const loadStart = 1_000_000;

describe('measuredWindow', () => {
  it('begins after the warm-up, ends with the load, and observes to the end of the cool-down', () => {
    expect(measuredWindow({ loadStart, to: loadStart + 300_000 }, spec)).toEqual({
      window: {
        loadStart,
        measuredFrom: loadStart + 20_000,
        measuredTo: loadStart + 180_000,
        observedTo: loadStart + 220_000,
        seconds: 160,
        missing: { load: 0, cooldown: 0 },
      },
    });
  });

  it('ends with the recording, and says what is missing', () => {
    expect(measuredWindow({ loadStart, to: loadStart + 150_000 }, spec)).toMatchObject({
      window: {
        measuredTo: loadStart + 150_000,
        observedTo: loadStart + 150_000,
        seconds: 130,
        missing: { load: 30, cooldown: 40 },
      },
    });
    expect(measuredWindow({ loadStart, to: loadStart + 200_000 }, spec)).toMatchObject({
      window: { measuredTo: loadStart + 180_000, observedTo: loadStart + 200_000, missing: { load: 0, cooldown: 20 } },
    });
  });

  it.each([
    [{ loadStart: null, to: 5 }, 'the load never started'],
    [{ loadStart: NaN, to: 5 }, 'the load never started'],
    [{ loadStart, to: loadStart + 20_000 }, 'the recording ended before the warm-up did'],
  ])('of %j is none: %s', (recording, reason) => expect(measuredWindow(recording, spec)).toEqual({ reason }));
});
