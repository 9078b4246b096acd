import { buildImage, folder, tools } from '../toolchain';
import type { Options } from '../toolchain/types';
import type { ClusterParts } from './types';

const names = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
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
] as const;

/** The parts that the toolchain provides; what is missing is built first, which takes minutes. */
export async function toolchainParts(options: Options): Promise<ClusterParts> {
  return {
    tools: await tools(names, options),
    cniPluginsDir: await folder('cni-plugins', options),
    images: { pause: await buildImage('pause', options), coredns: await buildImage('coredns', options) },
  };
}

/** Path of `ip`. */
export const ipTool = async (): Promise<string> => (await tools(['ip'], { report: () => undefined })).ip;

/** Path of `ctr`. */
export const ctrTool = async (options: Options): Promise<string> => (await tools(['ctr'], options)).ctr;
