import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../../experiments/spec';
import { ConfigError } from '../../../stacks/problems';

const curve = [
  { replicas: 1, rate: 20 },
  { replicas: 2, rate: 41 },
];
const prices = { currency: 'EUR', vcpuHour: 0.05, gibHour: 0.005, nodeHour: 0.1 };
const problemsOf = (value: unknown): [string, unknown][] => {
  try {
    parseExperiment(value);
  } catch (error) {
    return (error as ConfigError).problems.map((problem) => [problem.path, problem.value]);
  }
  return [];
};

describe('what results are made with', () => {
  it('does not make it another experiment', () => {
    expect(parseExperiment({ preset: 'smoke', demand: { curve }, prices })).toEqual({
      ...parseExperiment({ preset: 'smoke' }),
      demand: { curve },
      prices,
    });
  });

  it('can be a demand in a file of find-replicas, of which the curve counts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demand-'));
    try {
      writeFileSync(join(folder, 'demand.json'), JSON.stringify({ schema: 'x', curve, notes: [] }));
      expect(parseExperiment({ preset: 'smoke', demand: 'demand.json' }, folder).demand).toEqual({ curve });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is checked', () => {
    const value = {
      demand: { curve: [{ replicas: 0, rate: 20 }] },
      prices: { ...prices, currency: 'euro', nodeHour: -1, gbHour: 1 },
    };
    expect(problemsOf(value)).toEqual([
      ['experiment.demand.curve[0].replicas', 0],
      ['experiment.prices.currency', 'euro'],
      ['experiment.prices.nodeHour', -1],
      ['experiment.prices.gbHour', 1],
    ]);
    expect(problemsOf({ demand: 'nowhere.json' })[0]).toEqual(['experiment.demand', 'nowhere.json']);
    expect(problemsOf({ demand: 3 })).toEqual([['experiment.demand', 3]]);
  });
});
