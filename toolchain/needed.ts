import { imagePart } from './images/image';
import { onPath } from './path';
import { folderParts, systemTools, toolParts } from './parts/tools';
import type { Part } from './parts/types';
import type { DefaultImageName, ToolName } from './types';

const images: readonly DefaultImageName[] = ['pause', 'coredns', 'metrics-server', 'prometheus', 'k6', 'sample'];

/** Whether the system's own tool serves. */
const onSystem = (name: string): boolean => systemTools.has(name as ToolName) && onPath(name) !== undefined;

/** The parts that the default config (the embedded cluster, with all of its platform) needs, besides the Pulumi CLI. */
export function neededParts(): readonly Part[] {
  const tools = Object.entries(toolParts).filter(([name]) => !onSystem(name));
  return [...new Set([...tools.map(([, part]) => part), ...Object.values(folderParts), ...images.map(imagePart)])];
}
