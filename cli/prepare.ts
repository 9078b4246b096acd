import {
  buildImage,
  pulumiSetup,
  terminalReport,
  tools,
  type ImageName,
  type Options,
  type ToolName,
} from '../toolchain';
import { pulumiEnvironment } from './environment';
import type { Interrupts } from './interrupts';
import { Pulumi } from './pulumi';

/** Everything that the embedded cluster and the platform on it are made of. */
const TOOLS: readonly ToolName[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
  'etcd',
  'containerd',
  'ctr',
  'containerd-shim-runc-v2',
  'runc',
  'nft',
  'ip',
  'runsvdir',
  'runsv',
  'sv',
  'svlogd',
  'chpst',
];
const IMAGES: readonly ImageName[] = ['pause', 'coredns', 'metrics-server', 'prometheus', 'k6', 'sample'];

/** Shows the progress of a piece of the set-up on stderr, so that a command's own output stays clean. */
export async function reported<T>(interrupts: Interrupts, work: (options: Options) => Promise<T>): Promise<T> {
  const { report, end } = terminalReport(process.stderr);
  try {
    return await work({ report, signal: interrupts.signal });
  } finally {
    end();
  }
}

/** The Pulumi CLI, which is built first when it is neither there nor to be had. */
export async function openPulumi(stack: string, interrupts: Interrupts): Promise<Pulumi> {
  const setup = await reported(interrupts, pulumiSetup);
  return new Pulumi(setup.pulumi, stack, pulumiEnvironment(setup), interrupts);
}

/** All parts of the testbed: those that are missing are downloaded or built. */
export async function prepareAll(interrupts: Interrupts): Promise<void> {
  await reported(interrupts, async (options) => {
    await Promise.all([
      pulumiSetup(options),
      tools(TOOLS, options),
      ...IMAGES.map((name) => buildImage(name, options)),
    ]);
  });
}
