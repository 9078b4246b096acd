import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as pulumi from '@pulumi/pulumi';
import { pullsImages, takesArchives } from '../components/cluster/images';
import type { TargetName } from '../components/cluster/settings';
import { Running } from '../components/workload/existing';
import { Own, type OwnArgs } from '../components/workload/own';
import {
  deploymentWorkload,
  imageWorkload,
  type DeploymentWorkload,
  type ImageWorkload,
} from '../components/workload/ownSettings';
import type { Workload } from '../components/workload/types';
import { projectDir } from '../toolchain/paths';
import { describe, problemsOf, understood, type Problem } from './problems';

/** The user's own workload: from an image, or a Deployment that runs already. */
export type OwnWorkload =
  ({ readonly kind: 'image' } & ImageWorkload) | ({ readonly kind: 'deployment' } & DeploymentWorkload);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the key `workload` describes a workload of the user's own. */
export const isOwn = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && ['image', 'imageArchive', 'deployment'].some((key) => key in value);

/** The key `workload` where it describes the user's own; what is wrong is added to the problems. */
export function parseOwn(value: Readonly<Record<string, unknown>>, problems: Problem[]): OwnWorkload | null {
  const refuse = (path: string, allowed: string): null => {
    problems.push({ path: `workload.${path}`, value: value[path], allowed });
    return null;
  };
  if ('deployment' in value) {
    if ('image' in value || 'imageArchive' in value)
      return refuse('deployment', 'either an image that is deployed, or a Deployment that runs already');
    const parsed = understood(deploymentWorkload, value, { error: describe });
    if (parsed.success) return { kind: 'deployment', ...parsed.data };
    problems.push(...problemsOf('workload', value, parsed.error));
    return null;
  }
  const parsed = understood(imageWorkload, value, { error: describe });
  if (!parsed.success) {
    problems.push(...problemsOf('workload', value, parsed.error));
    return null;
  }
  const { imageArchive } = parsed.data;
  if (imageArchive === undefined) return { kind: 'image', ...parsed.data };
  const archive = resolve(projectDir, imageArchive);
  if (!existsSync(archive)) return refuse('imageArchive', 'the path of a file that is there, counted from the project');
  return { kind: 'image', ...parsed.data, imageArchive: archive };
}

/** Creates the user's own workload, or finds it. */
export function createOwn(
  own: OwnWorkload,
  args: Omit<OwnArgs, 'settings'>,
): pulumi.ComponentResource & { readonly workload: Workload } {
  return own.kind === 'image'
    ? new Own('workload', { ...args, settings: own })
    : new Running('workload', { ...args, settings: own });
}

/** What the target cannot do with the workload. @param meshed whether a mesh is asked for */
export function ownProblems(own: OwnWorkload, target: TargetName, meshed: boolean): Problem[] {
  if (own.kind === 'deployment') {
    return meshed
      ? [
          {
            path: 'istio.mode',
            value: undefined,
            allowed: `none: the namespace ${own.namespace} is not the testbed's to take into a mesh`,
          },
        ]
      : [];
  }
  const { image, imageArchive } = own;
  return [
    ...(image !== undefined && !pullsImages.includes(target)
      ? [
          {
            path: 'workload.image',
            value: image,
            allowed: `the nodes of cluster "${target}" pull from no registry: save the image as one file (docker save, skopeo copy) and set workload.imageArchive`,
          },
        ]
      : []),
    ...(imageArchive !== undefined && !takesArchives.includes(target)
      ? [
          {
            path: 'workload.imageArchive',
            value: imageArchive,
            allowed: `the nodes of cluster "${target}" cannot be given images from this machine: push it to a registry and set workload.image`,
          },
        ]
      : []),
  ];
}
