import type { ExperimentSpec } from './types';

/** Ready experiments, by name. */
export const presets = {
  /** Under four minutes: a rise that outgrows one replica, slow enough for an HPA to follow, and a fall. */
  default: {
    name: 'default',
    warmup: 15,
    cooldown: 45,
    load: {
      driver: 'k6',
      path: '/heavywork',
      timeout: 10,
      reuseConnections: false,
      stages: [
        { rate: 8, duration: 10 },
        { rate: 55, ramp: 90, duration: 25 },
        { rate: 8, duration: 35 },
      ],
    },
    slos: [
      { sli: 'latencyP95', max: 500 },
      { sli: 'availability', min: 0.99 },
    ],
  },
  /** One minute, for tests. */
  quick: {
    name: 'quick',
    warmup: 5,
    cooldown: 10,
    load: {
      driver: 'k6',
      path: '/heavywork',
      timeout: 5,
      reuseConnections: false,
      stages: [
        { rate: 5, duration: 10 },
        { rate: 30, duration: 35 },
      ],
    },
    slos: [{ sli: 'availability', min: 0.9 }],
  },
} as const satisfies Readonly<Record<string, ExperimentSpec>>;

export type PresetName = keyof typeof presets;
export const PRESET_NAMES = Object.keys(presets) as PresetName[];
