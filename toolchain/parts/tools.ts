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
  kind: goPart('kind'),
};

/** Tools that are taken from PATH where they are there: their version does not matter, or is the user's choice. */
export const systemTools: ReadonlySet<ToolName> = new Set<ToolName>(['ip', 'kind']);

/** Tools that the default config does without, made when first asked for. */
export const optionalTools: ReadonlySet<ToolName> = new Set<ToolName>(['kind']);

/** Folders of executables that are used as a folder, not by name. */
export const folderParts = { 'cni-plugins': debianPart('cni-plugins') } as const satisfies Record<string, Part>;
