import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

import type { KubeManifest } from '../types';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** The objects of a file of YAML documents, empty ones left out. `source` names the file in errors. */
export function parseManifests(text: string, source: string): KubeManifest[] {
  return [...parseAllDocuments(text)].flatMap((document): KubeManifest[] => {
    const [error] = document.errors;
    if (error) throw new Error(`${source} is not YAML: ${error.message}`);
    const object: unknown = document.toJS();
    if (object === null || object === undefined) return [];
    const { success, error: problem } = objectSchema.safeParse(object);
    if (!success) throw new Error(`${source} holds what is no Kubernetes object: ${z.prettifyError(problem)}`);
    return [object as KubeManifest];
  });
}
