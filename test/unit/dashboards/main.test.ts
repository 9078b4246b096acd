import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboardFiles } from '../../../dashboards';

const ROOT = join(__dirname, '..', '..', '..');

it('writes every dashboard into the folder, seen from where npm was called', () => {
  const from = mkdtempSync(join(tmpdir(), 'dashboards-'));
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'dashboards/main.ts', 'made/here'], {
      cwd: ROOT,
      env: { ...process.env, INIT_CWD: from },
    });
    const made = join(from, 'made', 'here');
    expect(readdirSync(made).sort()).toEqual(['autoscaler.json', 'golden-signals.json', 'load.json', 'mesh.json']);
    expect(readFileSync(join(made, 'load.json'), 'utf8')).toBe(dashboardFiles()['load.json']);
  } finally {
    rmSync(from, { recursive: true, force: true });
  }
});
