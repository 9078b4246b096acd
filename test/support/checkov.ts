import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recorded } from './recordEks';
import { terraformPlan } from './terraformPlan';

/** The policy checker Checkov where the variable CHECKOV says where it is; it is from PyPI and brings some hundred packages. */
export const checkov = process.env['CHECKOV'];

interface Report {
  readonly summary: { readonly passed: number };
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}

/** What Checkov finds in the resources, and how many of its checks passed. */
export function runCheckov(command: string, resources: readonly Recorded[]): { failed: string[]; passed: number } {
  const directory = mkdtempSync(join(tmpdir(), 'checkov-'));
  try {
    const file = join(directory, 'plan.json');
    writeFileSync(file, JSON.stringify(terraformPlan(resources)));
    const args = ['--file', file, '--framework', 'terraform_plan', '--output', 'json', '--soft-fail', '--quiet'];
    // It complains on stderr where it cannot reach its maker.
    const text = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const { summary, results } = JSON.parse(text) as Report;
    const failed = results.failed_checks.map(({ check_id, resource }) => `${check_id} ${resource}`);
    return { failed: failed.toSorted(), passed: summary.passed };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
