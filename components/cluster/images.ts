import type { TargetName } from './settings';

/** Targets whose nodes pull images from registries. */
export const pullsImages: readonly TargetName[] = ['kind', 'eks', 'existing'];

/** Targets whose nodes are on this machine, and are given images from it. */
export const takesArchives: readonly TargetName[] = ['local', 'kind'];
