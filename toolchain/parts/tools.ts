import type { ToolName } from '../types';
import { debianPart } from './debian';
import { goPart } from './go';
import type { Part } from './types';
import { wheelPart } from './wheel';

const kubernetes = goPart('kubernetes');
const containerd = debianPart('containerd');
const runit = debianPart('runit');

/** The part that each tool lies in, as `bin/NAME`. The Pulumi CLI is not among them: see `pulumi/`. */
export const toolParts: Readonly<Record<Exclude<ToolName, 'pulumi'>, Part>> = {
  'kube-apiserver': kubernetes,
  'kube-controller-manager': kubernetes,
  'kube-scheduler': kubernetes,
  kubelet: kubernetes,
  'kube-proxy': kubernetes,
  kubectl: wheelPart('kubectl'),
  etcd: debianPart('etcd'),
  containerd,
  ctr: containerd,
  'containerd-shim-runc-v2': containerd,
  runc: debianPart('runc'),
  nft: debianPart('nftables'),
  ip: debianPart('iproute2'),
  runsvdir: runit,
  runsv: runit,
  sv: runit,
  svlogd: runit,
  chpst: runit,
};

/** Tools that are taken from PATH where they are there: parts of any usual system whose version does not matter. */
export const systemTools: ReadonlySet<ToolName> = new Set<ToolName>(['ip']);

/** Folders of executables that are used as a folder, not by name. */
export const folderParts = { 'cni-plugins': debianPart('cni-plugins') } as const satisfies Record<string, Part>;
