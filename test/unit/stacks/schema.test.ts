import { ConfigError } from '../../../stacks/problems';
import { parseConfig } from '../../../stacks/schema';

function problems(raw: Parameters<typeof parseConfig>[0]): string {
  try {
    parseConfig(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('parseConfig', () => {
  it('has a default for everything', () => {
    const config = parseConfig({});
    expect(config.cluster).toBe('local');
    expect(config.autoscaler).toEqual({ name: 'hpa-cpu', settings: { minReplicas: 1, maxReplicas: 10 } });
    expect(config.nodes.count).toBe(1);
    expect(config.experiment?.slos.length).toBeGreaterThan(0);
  });

  it('takes the settings of the chosen variant only', () => {
    const settings = { fixed: { replicas: 3 }, 'hpa-cpu': { maxReplicas: 4 } };
    expect(parseConfig({ autoscaler: 'fixed', settings }).autoscaler.settings).toEqual({ replicas: 3 });
    expect(parseConfig({ autoscaler: 'hpa-cpu', settings }).autoscaler.settings).toEqual({
      minReplicas: 1,
      maxReplicas: 4,
    });
  });

  it('names key, value and choices of every problem at once', () => {
    const message = problems({
      cluster: 'moon',
      autoscaler: 'hpa-cup',
      workload: { cpuRequest: -1, colour: 'red' },
      nodes: { count: 0 },
    });
    expect(message).toContain('cluster is "moon": allowed: local');
    expect(message).toContain('autoscaler is "hpa-cup": allowed: fixed, hpa-cpu');
    expect(message).toMatch(/workload\.cpuRequest is -1: /);
    expect(message).toContain('workload.colour is "red": no such key');
    expect(message).toMatch(/nodes\.count is 0: /);
  });

  it('refuses settings of no variant and contradictory bounds', () => {
    expect(problems({ settings: { 'hpa-gpu': {} } })).toContain('settings.hpa-gpu');
    expect(problems({ settings: { 'hpa-cpu': { minReplicas: 5, maxReplicas: 2 } } })).toContain(
      'settings.hpa-cpu.minReplicas is 5: must be at most maxReplicas',
    );
    expect(problems({ settings: { 'hpa-cpu': { targetUtilization: 50, targetAverageValue: '100m' } } })).toContain(
      'cannot be set together with targetUtilization',
    );
  });

  it('refuses a pod that fits on no node', () => {
    expect(problems({ workload: { cpuRequest: 2, cpuLimit: 2 } })).toContain(
      'workload.cpuRequest is 2: at most nodes.app.cpu (1.5 cores)',
    );
    expect(problems({ workload: { memoryMiB: 4096 } })).toContain('workload.memoryMiB is 4096: at most');
  });

  it('goes without an experiment when asked to', () => {
    expect(parseConfig({ experiment: { preset: 'none' } }).experiment).toBeNull();
  });

  it('names what is wrong with the experiment', () => {
    expect(problems({ experiment: { preset: 'fast' } })).toMatch(/experiment\.preset is "fast".*default.*quick/);
  });
});
