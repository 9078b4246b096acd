import { connect, KubeError, type Kube } from '../../experiments/kube';
import { CommandLine, type Finished } from './cli';

export function succeeded({ code, output }: Finished): string {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return output;
}

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/** A stack without experiments, driven by the command line and looked at through its API server. */
export class TestStack {
  readonly cli: CommandLine;
  #kube: Kube | undefined;

  constructor(name: string) {
    this.cli = new CommandLine(name);
  }

  /** `npm run up` with this variant. */
  async choose(autoscaler: string, ...config: string[]): Promise<string> {
    const settings = [`autoscaler=${autoscaler}`, 'experiment.preset=none', ...config];
    return succeeded(await this.cli.run('up', ...settings.flatMap((setting) => ['--config', setting])));
  }

  async expectNoChanges(): Promise<void> {
    succeeded(await this.cli.pulumi('up', '--yes', '--skip-preview', '--expect-no-changes'));
  }

  async kube(): Promise<Kube> {
    this.#kube ??= connect(succeeded(await this.cli.pulumi('stack', 'output', 'kubeconfig', '--show-secrets')).trim());
    return this.#kube;
  }

  /** The answer to a GET; undefined where there is nothing. */
  async get<T>(path: string): Promise<T | undefined> {
    try {
      return await (await this.kube()).call<T>('GET', path);
    } catch (error) {
      if (error instanceof KubeError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** Names of the objects at a path, sorted; none where the kind is not served. */
  async names(path: string): Promise<string[]> {
    const { items } = (await this.get<Listed>(path)) ?? { items: [] };
    return items.map(({ metadata }) => metadata.name).sort();
  }

  async remove(path: string): Promise<void> {
    await (await this.kube()).call('DELETE', path);
  }

  async end(): Promise<void> {
    await this.cli.run('down', '--remove');
    this.cli.dispose();
  }
}

/** Calls until it gives something, or the time is over; then `what` is the error, with the last failure. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 90): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last = '';
  while (Date.now() < end) {
    try {
      const found = await ask();
      if (found !== undefined) return found;
    } catch (error) {
      last = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`${what}: not within ${seconds} s${last && `, last: ${last}`}`);
}
