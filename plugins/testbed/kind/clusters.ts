import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { tools } from '../../../toolchain';
import { run } from '../../../toolchain/run';
import type { Options } from '../../../toolchain/types';
import { nodeContainers } from './docker';

/** How long the control plane may take until it is ready. */
const READY = '5m';
/** kind would look for other container engines, and take what it finds. */
const ENGINE = { KIND_EXPERIMENTAL_PROVIDER: 'docker' };

async function kind(args: readonly string[], { report, signal }: Options): Promise<string> {
  const { kind: command } = await tools(['kind'], { report, signal });
  return run(command, args, { signal, env: ENGINE, onLine: (line) => report(`kind: ${line.trim()}`) });
}

/** Calls with a folder for files that may hold secrets, and removes it. */
async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'testbed-kind-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Creates a cluster and gives its kubeconfig; the user's own kubeconfig stays as it is. What was begun is taken away when it fails or
 * is stopped.
 * @param config kind's configuration, of the version kind.x-k8s.io/v1alpha4
 */
export async function createCluster(name: string, config: object, options: Options): Promise<string> {
  if ((await nodeContainers(name, options.signal)).length > 0) {
    throw new Error(
      `There is a kind cluster ${name} already, of an update that was killed or of another Pulumi state. ` +
        `If nobody uses it: kind delete cluster --name ${name}`,
    );
  }
  return withFolder(async (folder) => {
    const [file, kubeconfig] = [join(folder, 'kind.yaml'), join(folder, 'kubeconfig')];
    await writeFile(file, stringify(config));
    try {
      await kind(
        ['create', 'cluster', '--name', name, '--config', file, '--kubeconfig', kubeconfig, '--wait', READY],
        options,
      );
      return await readFile(kubeconfig, 'utf8');
    } catch (error) {
      // kind cleans up after its own failures, and not when it is stopped.
      await deleteCluster(name, { report: options.report });
      throw error;
    }
  });
}

export async function kubeconfigOf(name: string, options: Options): Promise<string> {
  return kind(['get', 'kubeconfig', '--name', name], options);
}

/** Does nothing where there is none. */
export async function deleteCluster(name: string, options: Options): Promise<void> {
  await withFolder((folder) =>
    kind(['delete', 'cluster', '--name', name, '--kubeconfig', join(folder, 'kubeconfig')], options),
  );
}

/** Imports an image's archive into all nodes. */
export async function loadImage(name: string, archive: string, options: Options): Promise<void> {
  await kind(['load', 'image-archive', archive, '--name', name], options);
}
