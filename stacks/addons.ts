import * as pulumi from '@pulumi/pulumi';
import type { AddonName } from '../components/addons/names';
import { addons, addonState, chosenAddons, type AddonContext, type OptionalAddon } from '../components/addons/registry';
import { Addon } from '../plugins/testbed/sdk';
import type { ImageName, KubeManifest, ManifestName, Options } from '../toolchain/types';

interface Toolchain {
  buildImage(name: ImageName, options: Options): Promise<unknown>;
  manifests(name: ManifestName, options: Options): Promise<KubeManifest[]>;
}

/** Loaded only when it is needed: most stacks have none of these add-ons, and it takes a third of a second. */
function toolchain(): Toolchain {
  // `import()` would need a file extension.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../toolchain') as Toolchain;
}

/** A line that the next one replaces. */
const report = (message: string) => void pulumi.log.info(message, undefined, undefined, true);

/** Upstream's manifests of one add-on, made when they are not there yet. */
export function upstreamManifests(name: ManifestName): Promise<KubeManifest[]> {
  return toolchain().manifests(name, { report });
}

/**
 * Builds the images of the add-ons that are asked for where they are not there yet: that takes minutes, and before anything goes that
 * they are to replace, nothing is lost if it fails.
 */
export async function buildImages(chosen: readonly OptionalAddon[]): Promise<void> {
  await buildNamed(chosen.flatMap((name) => addons[name].images));
}

/** Builds images that are not there yet. */
export async function buildNamed(names: readonly ImageName[]): Promise<void> {
  await Promise.all(names.map((name) => toolchain().buildImage(name, { report })));
}

/** Upstream's manifests of the add-ons that are asked for. */
export async function readManifests(chosen: readonly OptionalAddon[]): Promise<Map<OptionalAddon, KubeManifest[]>> {
  const read = async (name: OptionalAddon) => {
    const { manifests } = addons[name];
    return [name, manifests === undefined ? [] : await upstreamManifests(manifests)] as const;
  };
  return new Map(await Promise.all(chosen.map(read)));
}

/**
 * Makes the add-ons that are asked for, once those that are no longer asked for have gone. `possible` are those that the target can have at
 * all; `after` is what must have gone before an add-on: the autoscaler that used it.
 */
export function createAddons(
  names: readonly AddonName[],
  possible: readonly OptionalAddon[],
  context: AddonContext,
  manifests: ReadonlyMap<OptionalAddon, readonly KubeManifest[]>,
  after: pulumi.Resource,
): pulumi.Resource[] {
  const charts = context.cluster.capabilities.helm;
  const chosen = chosenAddons(names, context.rules);
  const identities = new Map(
    possible.map((name) => [
      name,
      new Addon(`addon-${name}`, { state: addonState(name, chosen, context.rules, charts) }, { dependsOn: after }),
    ]),
  );
  return [...identities].flatMap(([name, identity]) => {
    if (!chosen.includes(name)) return [];
    const kind = addons[name];
    const args = { ...context, identity: identity.id };
    const options = { dependsOn: [...identities.values()] };
    return [
      charts && kind.fromChart !== undefined
        ? kind.fromChart(name, args, options)
        : kind.create(name, { ...args, manifests: manifests.get(name) ?? [] }, options),
    ];
  });
}
