import type { KubeObject } from './object';

/** Annotations by which a program steers the provider; names and meaning are the official provider's. */
export const ANNOTATIONS = {
  autonamed: 'pulumi.com/autonamed',
  skipAwait: 'pulumi.com/skipAwait',
  waitFor: 'pulumi.com/waitFor',
  timeoutSeconds: 'pulumi.com/timeoutSeconds',
  patchForce: 'pulumi.com/patchForce',
  patchFieldManager: 'pulumi.com/patchFieldManager',
  deletionPropagationPolicy: 'pulumi.com/deletionPropagationPolicy',
} as const;

type Annotated = Pick<KubeObject, 'metadata'>;

export function annotation(object: Annotated, name: keyof typeof ANNOTATIONS): string | undefined {
  return object.metadata.annotations?.[ANNOTATIONS[name]];
}

export function isSet(object: Annotated, name: keyof typeof ANNOTATIONS): boolean {
  return annotation(object, name) === 'true';
}

const DEFAULT_TIMEOUT = 600;

/** How long to wait, seconds: the resource option, else the annotation, else ten minutes. */
export function timeoutOf(object: Annotated, custom: number | undefined): number {
  if (custom !== undefined) return custom;
  const seconds = Number(annotation(object, 'timeoutSeconds'));
  return seconds > 0 ? seconds : DEFAULT_TIMEOUT;
}

/** What happens to an object's dependents when it is deleted. Foreground (they go first) is the official provider's default. */
export function propagationOf(object: Annotated): 'Foreground' | 'Background' | 'Orphan' {
  switch (annotation(object, 'deletionPropagationPolicy')?.toLowerCase()) {
    case 'background':
      return 'Background';
    case 'orphan':
      return 'Orphan';
    default:
      return 'Foreground';
  }
}
