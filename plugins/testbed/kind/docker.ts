import { CommandError, run } from '../../../toolchain/run';

/** kind's own label on the containers that are its nodes. */
const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
/** An engine that is starting or hung must not hold an update up for ever, ms. */
const ANSWER_MS = 20_000;

/** A container that is a node. */
export interface NodeContainer {
  readonly name: string;
  /** Docker's word: `running`, `exited`, `paused`, ... */
  readonly state: string;
}

async function docker(args: readonly string[], signal?: AbortSignal): Promise<string> {
  return run('docker', args, { signal });
}

/** Why Docker cannot be used, with the remedy; undefined when it can. */
export async function dockerProblem(): Promise<string | undefined> {
  const remedy = 'Or take the embedded cluster, which needs no Docker: cluster=local.';
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    await docker(['version', '--format', '{{.Server.Version}}'], signal);
    return undefined;
  } catch (error) {
    const { reason, tail } = error instanceof CommandError ? error : { reason: '', tail: [] };
    // ENOENT where it is spawned directly, setpriv's words where that guards it.
    if (/ENOENT/.test(reason) || tail.some((line) => /failed to execute docker/.test(line))) {
      return `cluster is "kind": its nodes are Docker containers, and there is no docker on PATH. Install Docker Engine. ${remedy}`;
    }
    const said = signal.aborted ? `no answer within ${ANSWER_MS / 1000} s` : (tail.at(-1) ?? (error as Error).message);
    return `cluster is "kind": Docker does not answer (${said}). Start it, and see that this user may use it. ${remedy}`;
  }
}

/** The node containers of a cluster, stopped ones as well. None: there is no such cluster. */
export async function nodeContainers(cluster: string, signal?: AbortSignal): Promise<NodeContainer[]> {
  const filter = `label=${CLUSTER_LABEL}=${cluster}`;
  const told = await docker(['ps', '--all', '--filter', filter, '--format', '{{.Names}} {{.State}}'], signal);
  return told
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '))
    .map(([name = '', state = '']) => ({ name, state }));
}

export async function startContainers(names: readonly string[], signal?: AbortSignal): Promise<void> {
  await docker(['start', ...names], signal);
}

/** Whether a node has the image. */
export async function nodeHasImage(node: string, ref: string): Promise<boolean> {
  return (await docker(['exec', node, 'ctr', '--namespace=k8s.io', 'images', 'ls', '-q', `name==${ref}`])).includes(
    ref,
  );
}
