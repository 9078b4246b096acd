import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listVariants, stackSettings, variantsTable } from '../../../../cli/commands/variants';

const find = (settings: unknown, name: string, combinations: string[] = []) =>
  listVariants(settings, combinations).find((variant) => variant.name === name);

describe('npm run variants', () => {
  it('lists every variant in a table', () => {
    const lines = variantsTable(listVariants({})).split('\n');
    expect(lines[0]).toMatch(/^variant +notices a step after +requires +conflicts with +runs on +scales on$/);
    expect(lines).toHaveLength(15);
    expect(lines[1]).toMatch(/^fixed +never +- +all but vpa +local.* +a constant number/);
    expect(lines[2]).toMatch(/^hpa-cpu +1\.5 \/ 24 \/ 46\.5 s +metrics-server +all others +local.* +CPU usage/);
    expect(lines[14]).toMatch(/^vpa .* hpa-cpu, hpa-memory, hpa-multi, keda-cpu +local/);
  });

  it('computes from the settings of the stack', () => {
    expect(find({}, 'hpa-requests')?.notice).toEqual({ least: 3, mean: 13, worst: 23 });
    expect(find({ 'hpa-requests': { window: '2m' } }, 'hpa-requests')?.notice?.least).toBe(12);
    expect(find({ vpa: { updateMode: 'Off' } }, 'vpa')?.conflictsWith).toEqual([]);
  });

  it('gives the reasons of conflicts, the notes and the settings as JSON', () => {
    const variant = find({}, 'keda-prometheus');
    expect(variant?.conflictsWith.find(({ name }) => name === 'hpa-external')?.reasons).toHaveLength(2);
    expect(variant?.notes).toHaveLength(2);
    expect(variant?.settings).toMatchObject({ threshold: 50, pollingInterval: 10 });
    expect(variant?.schema).toMatchObject({ properties: { threshold: { type: 'number', default: 50 } } });
    expect(JSON.parse(JSON.stringify(listVariants({})))).toHaveLength(14);
  });

  it('says on which clusters a variant runs', () => {
    expect(find({}, 'fixed')?.clusters).toEqual(['local', 'kind', 'eks', 'existing']);
    expect(find({}, 'hpa-istio')?.clusters).toEqual(['local', 'kind', 'eks', 'existing']);
    expect(find({}, 'hpa-istio-annotations')?.clusters).toEqual(['kind', 'eks', 'existing']);
    expect(find({}, 'vpa+hpa-istio-annotations', ['vpa+hpa-istio-annotations'])?.clusters).not.toContain('local');
  });

  it('lists combinations as well', () => {
    expect(find({}, 'vpa+keda-cron', ['vpa+keda-cron'])?.requires).toEqual(['metrics-server', 'vpa', 'keda']);
  });

  it('says what is wrong', () => {
    expect(() => listVariants({}, ['vpa+hpa-gpu'])).toThrow('There is no variant vpa+hpa-gpu.');
    expect(() => listVariants({}, ['hpa-cpu+hpa-memory'])).toThrow('the number of replicas would have 2 owners');
    expect(() => listVariants({ 'hpa-cpu': { maxReplicas: 0 } })).toThrow('settings.hpa-cpu.maxReplicas is 0');
  });

  it("reads the settings of a stack's file, if there is one", () => {
    const folder = mkdtempSync(join(tmpdir(), 'variants-'));
    try {
      expect(stackSettings(folder, 'dev')).toEqual({});
      const path = join(folder, 'Pulumi.dev.yaml');
      writeFileSync(path, 'config:\n  autoscaling-testbed:settings:\n    fixed:\n      replicas: 3\n');
      expect(stackSettings(folder, 'dev')).toEqual({ fixed: { replicas: 3 } });
      writeFileSync(path, '');
      expect(stackSettings(folder, 'dev')).toEqual({});
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
