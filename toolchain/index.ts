import { join } from 'node:path';

import { existing } from './cache/store';
import { planned, provide } from './cache/provide';
import { imagePart } from './images/image';
import { namedImagePart } from './images/named';
import { manifestPart, readManifests } from './manifests/part';
import { readSchemas, schemasPart, type Schemas } from './manifests/schemas';
import { onPath } from './path';
import { folderParts, systemTools, toolParts } from './parts/tools';
import type { Part, Ready } from './parts/types';
import { assess } from './prepare';
import { pulumiSetup } from './pulumi/setup';
import type { ImageArchive, ImageName, KubeManifest, ManifestName, Options, ToolName } from './types';

export { inspect, type Inspection, type PartReport } from './inspect';
export { prepare, RequirementError } from './prepare';
export type { Finding } from './requirements';
export { pulumiSetup, type PulumiSetup } from './pulumi/setup';
export { terminalReport, logReport } from './progress/terminal';
export * from './paths';
export type * from './types';

/** A place that is known (on PATH, the Pulumi CLI), or the part that the tool lies in. */
async function locate(name: ToolName, options: Options): Promise<string | Part> {
  if (name === 'pulumi') return (await pulumiSetup(options)).pulumi;
  return (systemTools.has(name) ? onPath(name) : undefined) ?? toolParts[name];
}

/** Absolute paths of executables that run as they are. What is missing or damaged is downloaded or built first. */
export async function tools<Name extends ToolName>(
  names: readonly Name[],
  options: Options,
): Promise<Record<Name, string>> {
  const located = new Map<Name, string | Part>();
  for (const name of names) located.set(name, await locate(name, options));
  const parts = [...located.values()].filter((place) => typeof place !== 'string');
  const ready = await provide(parts, options);
  const paths = [...located].map(([name, place]) => [
    name,
    typeof place === 'string' ? place : join(ready.get(place.name)?.dir ?? '', 'bin', name),
  ]);
  return Object.fromEntries(paths) as Record<Name, string>;
}

/** Absolute path of a folder of executables: `cni-plugins` is for containerd's `bin_dir`. Made first when missing. */
export async function folder(name: keyof typeof folderParts, options: Options): Promise<string> {
  const part = folderParts[name];
  return join((await provide([part], options)).get(part.name)?.dir ?? '', 'bin');
}

/** A part that set-up may not have made: what stands in the way of making it is said first. */
async function obtained(part: Part, options: Options): Promise<Ready> {
  await assess(await planned([part]), options);
  const ready = (await provide([part], options)).get(part.name);
  if (!ready) throw new Error(`the part ${part.name} was not made`);
  return ready;
}

/** The image's archive and reference. Made first when missing, damaged or older than what it is made from. */
export async function buildImage(name: ImageName, options: Options): Promise<ImageArchive> {
  const { dir, manifest } = await obtained(imagePart(name), options);
  return { ref: manifest.facts['ref'] ?? '', archive: join(dir, 'image.tar') };
}

/**
 * The user's own image, from an archive (one tar: an OCI layout, or of `docker save`), under a reference that is made from its content.
 * @throws where it is no such archive
 */
export async function namedImage(path: string, options: Options): Promise<ImageArchive> {
  const { dir, manifest } = await obtained(await namedImagePart(path), options);
  return { ref: manifest.facts['ref'] ?? '', archive: join(dir, 'image.tar') };
}

/** The image's reference if the image is there already; undefined when it has to be made to know it. */
export async function imageRef(name: ImageName): Promise<string | undefined> {
  return (await existing(imagePart(name)))?.manifest.facts['ref'];
}

/**
 * Upstream's manifests of an add-on, of the version pinned, as its Go module has them: namespaces and images are upstream's, the
 * schemas of custom resources are without descriptions. Made first when missing.
 */
export async function manifests(name: ManifestName, options: Options): Promise<KubeManifest[]> {
  return readManifests(await obtained(manifestPart(name), options));
}

/** The schemas of Kubernetes' own objects, of the version pinned. Made first when missing. */
export async function kubernetesSchemas(options: Options): Promise<Schemas> {
  return readSchemas(await obtained(schemasPart, options));
}
