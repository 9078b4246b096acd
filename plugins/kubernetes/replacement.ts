import type { Diff, DiffRequest, Properties, Value } from '../rpc/types';
import { hasUnknown, revealAll } from '../rpc/values';
import { ApiError, isImmutable } from './client/errors';
import type { Config } from './config';
import { changes, detailed, type Change } from './diff';
import { immutablePaths, touches } from './immutable';
import { isPatch } from './kinds';
import { metadataOf, withoutServerFields } from './metadata';
import { isAutonamed } from './naming';
import { parseApiVersion, type KubeObject } from './object';
import { readState, toObject } from './state';

/** Asks the API server whether it would take the change; throws what the API server answers. */
export type DryRun = (object: KubeObject, fieldManager: string | undefined) => Promise<void>;

/**
 * What changes, and whether that needs a new object: by the table of immutable fields, or because the API server says so. It is only
 * asked when something but labels and annotations changes and the table does not settle it.
 */
export async function diffResource(request: DiffRequest, config: Config, dryRun: DryRun): Promise<Diff> {
  const state = readState(request.olds);
  const news = withoutServerFields(request.news);
  const before = Object.keys(request.oldInputs).length > 0 ? request.oldInputs : state.inputs;
  const found = changes(withoutServerFields(before), news);
  if (state.fieldManager === undefined) dropDeletions(found);
  for (const path of found.keys()) if (touches(path, request.ignoreChanges)) found.delete(path);
  if (found.size === 0) return { changes: false };

  const replaces = await replacing(request, found, news, state.fieldManager, config, dryRun);
  return {
    changes: true,
    replaces: [...found.keys()].filter((path) => replaces.has(path)),
    deleteBeforeReplace: replaces.size > 0 && keepsName(news, state.live),
    detailed: detailed(found, (path) => replaces.has(path)),
  };
}

/** An imported object's inputs are all its live fields. Those that the program leaves out stay: apply removes only what it set. */
function dropDeletions(found: Map<string, Change>): void {
  for (const [path, change] of found) if (change === 'delete') found.delete(path);
}

async function replacing(
  request: DiffRequest,
  found: ReadonlyMap<string, Change>,
  news: Properties,
  fieldManager: string | undefined,
  config: Config,
  dryRun: DryRun,
): Promise<ReadonlySet<string>> {
  const object = toObject(news);
  const patch = isPatch(request.type, object.kind);
  const paths = patch ? ['metadata.name', 'metadata.namespace'] : immutablePaths(object, config);
  const listed = [...found.keys()].filter(
    (path) => touches(path, paths) || (path === 'apiVersion' && otherGroup(request.oldInputs, object)),
  );
  const settled = listed.length > 0 || patch || hasUnknown(news);
  const structural = [...found.keys()].filter((path) => !touches(path, ['metadata']));
  if (settled || structural.length === 0) return new Set(listed);
  try {
    await dryRun(object, fieldManager);
  } catch (error) {
    if (isImmutable(error)) return new Set(refused(error as ApiError, structural));
    // Whatever else is wrong, preview and update will tell.
  }
  return new Set();
}

/** The changes that the API server's causes name; all of them when it names none of these. */
function refused(error: ApiError, candidates: readonly string[]): readonly string[] {
  const fields = error.causes.flatMap(({ field }) => (field ? [field] : []));
  const named = candidates.filter((path) => touches(path, fields));
  return named.length > 0 ? named : candidates;
}

function otherGroup(olds: Properties, object: KubeObject): boolean {
  const old = revealAll(olds)['apiVersion'];
  return typeof old === 'string' && parseApiVersion(old).group !== parseApiVersion(object.apiVersion).group;
}

/** The new object has the old one's name, given by the user, so that they cannot exist side by side. */
function keepsName(news: Properties, live: Partial<KubeObject>): boolean {
  const { name, namespace }: Record<string, Value | undefined> = metadataOf(news);
  const same = (a: Value | undefined, b: string | undefined) => (a || 'default') === (b || 'default');
  return !isAutonamed(news) && name === live.metadata?.name && same(namespace, live.metadata?.namespace);
}
