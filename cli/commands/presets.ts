import { readyPreset } from '../../experiments/files';
import { clock } from '../../experiments/load/progress';
import { loadSeconds, peakRate } from '../../experiments/load/shape';
import { levelUnit } from '../../experiments/load/spec';
import { PRESET_NAMES } from '../../experiments/presets';
import { parseExperiment } from '../../experiments/spec';
import { columns } from '../columns';

export interface PresetsOptions {
  readonly json: boolean;
}

/** What is to be known of a preset before it is chosen. */
export interface PresetInfo {
  readonly name: string;
  readonly description: string;
  readonly driver: string;
  /** Of the load with its warm-up, and of the cool-down, seconds. */
  readonly seconds: number;
  /** Highest level of the load, in `unit`. */
  readonly peak: number;
  /** `/s`: requests per second, or `users`. */
  readonly unit: string;
}

export function listPresets(): PresetInfo[] {
  return PRESET_NAMES.map((name) => {
    const spec = parseExperiment({ preset: name });
    return {
      name,
      description: String(readyPreset(name, [])['description']),
      driver: spec.load.driver,
      seconds: loadSeconds(spec) + spec.cooldown,
      peak: Number(peakRate(spec).toFixed(6)),
      unit: levelUnit(spec.load).trim(),
    };
  });
}

/** Prints every preset. */
export function presets({ json }: PresetsOptions): void {
  const all = listPresets();
  if (json) return console.log(JSON.stringify(all, null, 2));
  const rows = all.map(({ name, driver, seconds, peak, unit, description }) => [
    name,
    driver,
    clock(seconds),
    unit === '/s' ? `${peak}${unit}` : `${peak} ${unit}`,
    description,
  ]);
  console.log(`${columns([['preset', 'driver', 'takes', 'peak', 'what it is'], ...rows])}

To choose one: npm run up -- --config experiment.preset=NAME; to fit it to the machine: --config experiment.scale=0.1; to see it:
npm run testbed -- shapes --preset NAME. A file of your own may stand for NAME: docs/presets.md.`);
}
