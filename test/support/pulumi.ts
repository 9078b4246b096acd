import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pulumiSetup } from '../../toolchain';

const ROOT = join(__dirname, '../..');
const report = () => undefined;

export interface Outcome {
  readonly code: number;
  /** Standard output and standard error. */
  readonly output: string;
}

/** The Pulumi CLI on one of the programs in `test/fixtures`, with the stand-in plugins and a backend of its own. */
export class Program {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pulumi-'));
  #environment: NodeJS.ProcessEnv = {};
  #pulumi = '';

  constructor(private readonly name: string) {}

  /** Makes the stack `test`. The program runs in a copy, so that stack files do not land in the repository. */
  async open(): Promise<void> {
    const { pulumi } = await pulumiSetup({ report });
    this.#pulumi = pulumi;
    cpSync(join(ROOT, 'test/fixtures', this.name), this.directory, { recursive: true });
    const standIns = ['nodejs', 'kubernetes'].map((plugin) => join(ROOT, 'plugins', plugin));
    this.#environment = {
      ...process.env,
      PATH: [...standIns, process.env['PATH']].join(':'),
      // The copy finds the packages of the project.
      NODE_PATH: join(ROOT, 'node_modules'),
      PULUMI_HOME: join(this.#folder, 'home'),
      PULUMI_BACKEND_URL: `file://${this.#folder}`,
      PULUMI_CONFIG_PASSPHRASE: 'test',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    };
    await this.succeed('stack', 'init', 'test');
  }

  get directory(): string {
    return join(this.#folder, 'program');
  }

  async run(...args: readonly string[]): Promise<Outcome> {
    return new Promise((resolve) => {
      const options = { cwd: this.directory, env: this.#environment, maxBuffer: 1 << 26 };
      const child = execFile(this.#pulumi, [...args, '--non-interactive'], options, (error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? (error ? 1 : 0), output: stdout + stderr }),
      );
    });
  }

  /** Runs a command that must succeed; gives its output. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(' ')} ended with exit code ${code}:\n${output}`);
    return output;
  }

  /** Runs a command that must fail; gives its output. */
  async fail(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code === 0) throw new Error(`pulumi ${args.join(' ')} succeeded, and should not have:\n${output}`);
    return output;
  }

  async configure(values: Readonly<Record<string, string>>): Promise<void> {
    const plain = Object.entries(values).flatMap(([key, value]) => ['--plaintext', `${key}=${value}`]);
    await this.succeed('config', 'set-all', ...plain);
  }

  async configureSecret(key: string, value: string): Promise<void> {
    await this.succeed('config', 'set', '--secret', key, value);
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.succeed('stack', 'output', '--json')) as Record<string, unknown>;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
