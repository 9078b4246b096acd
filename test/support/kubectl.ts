import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../../toolchain';

/** kubectl for one cluster. */
export class Kubectl {
  readonly #folder = mkdtempSync(join(tmpdir(), 'testbed-kubectl-'));

  constructor(kubeconfig: string) {
    writeFileSync(join(this.#folder, 'config'), kubeconfig, { mode: 0o600 });
  }

  /** Gives what it printed; an error with what it said when it fails. */
  async run(args: readonly string[], input?: string): Promise<string> {
    const { kubectl } = await tools(['kubectl'], { report: () => undefined });
    const child = spawn(kubectl, ['--kubeconfig', join(this.#folder, 'config'), ...args], { stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (err += String(data)));
    child.stdin.end(input);
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: exit code ${String(code)}: ${err}${out}`);
    return out;
  }

  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run([...args, '-o', 'json'])) as T;
  }

  async apply(...objects: readonly object[]): Promise<void> {
    await this.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
