import { createHash, randomBytes } from 'node:crypto';
import { UNKNOWN, type Properties, type Value } from '../rpc/types';
import { isObject, reveal } from '../rpc/values';
import { ANNOTATIONS } from './annotations';
import { editMetadata, metadataOf } from './metadata';

export function nameOf(inputs: Properties): Value | undefined {
  const name = metadataOf(inputs)['name'];
  return name === '' || name === null ? undefined : name;
}

export function isAutonamed(inputs: Properties): boolean {
  const annotations = reveal(metadataOf(inputs)['annotations'] ?? {});
  return isObject(annotations) && annotations[ANNOTATIONS.autonamed] === 'true';
}

/**
 * The inputs with a name: their own, else the one that was made before, else a new one, `NAME-xxxxxxxx`, marked by an annotation.
 * The seed comes from the engine, so that preview and update make the same name.
 */
export function withName(
  news: Properties,
  olds: Properties,
  resource: { name: string; randomSeed: Uint8Array },
): Properties {
  if (nameOf(news) !== undefined || news['metadata'] === UNKNOWN) return news;
  const name = isAutonamed(olds) ? nameOf(olds) : `${resource.name}-${suffix(resource.randomSeed)}`;
  return editMetadata(news, (metadata) => {
    const annotations = metadata['annotations'] ?? {};
    // Annotations that are not known yet, or secret, cannot be added to; the object then counts as named by the user.
    const marked = isObject(annotations) && { annotations: { ...annotations, [ANNOTATIONS.autonamed]: 'true' } };
    return { ...metadata, ...marked, name };
  });
}

/** Eight hexadecimal digits. */
function suffix(seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash('sha256').update(seed).digest() : randomBytes(4);
  return bytes.subarray(0, 4).toString('hex');
}

/**
 * A field manager of its own for each resource: what one resource applies, another must not take away. It follows from the URN, so
 * that the object of an update that was killed before its state was written is known as this resource's own.
 */
export function fieldManagerOf(urn: string): string {
  return `pulumi-kubernetes-${createHash('sha256').update(urn).digest('hex').slice(0, 8)}`;
}
