import { imagePart } from './images/image';
import { imageRecipes } from './images/recipes';
import { manifestNames, manifestPart } from './manifests/part';
import { schemasPart } from './manifests/schemas';
import { onPath } from './path';
import { folderParts, optionalTools, systemTools, toolParts } from './parts/tools';
import type { Part } from './parts/types';
import type { DefaultImageName, ImageName, OptionalImageName, ToolName } from './types';

const images: readonly DefaultImageName[] = ['pause', 'coredns', 'metrics-server', 'prometheus', 'k6', 'sample'];

/** Images that the default config does without. */
export const optionalImages = (Object.keys(imageRecipes) as ImageName[]).filter(
  (name): name is OptionalImageName => !images.some((needed) => needed === name),
);

/** Whether the system's own tool serves. */
const onSystem = (name: string): boolean => systemTools.has(name as ToolName) && onPath(name) !== undefined;

/** The parts that the default config (the embedded cluster, with all of its platform) needs, besides the Pulumi CLI. */
export function neededParts(): readonly Part[] {
  const tools = Object.entries(toolParts).filter(([name]) => !onSystem(name) && !optionalTools.has(name as ToolName));
  return [...new Set([...tools.map(([, part]) => part), ...Object.values(folderParts), ...images.map(imagePart)])];
}

/**
 * The parts of add-ons that the default config does without: made when a configuration first asks for them. And the schemas, which only tests
 * read.
 */
export const optionalParts = (): readonly Part[] => [
  ...Object.entries(toolParts)
    .filter(([name]) => optionalTools.has(name as ToolName) && !onSystem(name))
    .map(([, part]) => part),
  ...optionalImages.map(imagePart),
  ...manifestNames.map(manifestPart),
  schemasPart,
];
