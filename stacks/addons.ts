import * as pulumi from '@pulumi/pulumi';
import type { AddonName } from '../components/addons/names';
import {
  addons,
  addonState,
  chosenAddons,
  optionalAddons,
  type AddonContext,
  type OptionalAddon,
} from '../components/addons/registry';
import { Addon } from '../plugins/testbed/sdk';
import type { KubeManifest, ManifestName, Options } from '../toolchain/types';

type ReadManifests = (name: ManifestName, options: Options) => Promise<KubeManifest[]>;

/** Upstream's manifests of one add-on, made when they are not there yet. */
export function upstreamManifests(name: ManifestName): Promise<KubeManifest[]> {
  // Loaded only here: most stacks have none of these add-ons, and it takes a third of a second. (`import()` would need a file extension.)
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { manifests } = require('../toolchain') as { manifests: ReadManifests };
  // A line that the next one replaces.
  const report = (message: string) => void pulumi.log.info(message, undefined, undefined, true);
  return manifests(name, { report });
}

/** Upstream's manifests of the add-ons that are asked for. */
export async function readManifests(chosen: readonly OptionalAddon[]): Promise<Map<OptionalAddon, KubeManifest[]>> {
  const read = async (name: OptionalAddon) => [name, await upstreamManifests(addons[name].manifests)] as const;
  return new Map(await Promise.all(chosen.map(read)));
}

/**
 * Makes the add-ons that are asked for, once those that are no longer asked for have gone. `after` is what must have gone before
 * those: the autoscaler that used them.
 */
export function createAddons(
  names: readonly AddonName[],
  context: AddonContext,
  manifests: ReadonlyMap<OptionalAddon, readonly KubeManifest[]>,
  after: pulumi.Resource,
): pulumi.Resource[] {
  const chosen = chosenAddons(names, context.rules);
  const identities = new Map(
    optionalAddons.map((name) => [
      name,
      new Addon(`addon-${name}`, { state: addonState(name, chosen, context.rules) }, { dependsOn: after }),
    ]),
  );
  return [...identities].flatMap(([name, identity]) => {
    const upstream = manifests.get(name);
    if (!chosen.includes(name) || upstream === undefined) return [];
    const dependsOn = [...identities.values()];
    return [addons[name].create(name, { ...context, manifests: upstream, identity: identity.id }, { dependsOn })];
  });
}
