import { type CallContext, type CreateRequest, type Properties, type UpdateRequest } from '../rpc/types';
import { InitializationFailed } from '../rpc/types';
import { hasUnknown } from '../rpc/values';
import { annotation, isSet, timeoutOf } from './annotations';
import { ApiError, isNotFound } from './client/errors';
import { referenceTo, type Objects, type RequestContext } from './client/objects';
import { sleep } from './client/rest';
import type { Config } from './config';
import { keepIgnored, takeOver } from './fields';
import { isPatch } from './kinds';
import { fieldManagerOf } from './naming';
import { describe, idOf, omit, type KubeObject } from './object';
import { asPreview, excuse } from './preview';
import { ruleFor } from './readiness/rules';
import { untilGone } from './remove';
import { makeState, readState, toObject } from './state';
import { NotReadyError, untilReady } from './wait';

/** Seconds for which a preview waits for an API server that is away. */
export const PREVIEW_PATIENCE = 1;
/** How often a create is tried while its namespace or kind is not there; the pause doubles from one second. */
const CREATE_TRIES = 5;

interface CreateOptions {
  readonly fieldManager: string;
  /** Take an object over that exists already. */
  readonly upsert: boolean;
  /** Seconds to wait for an object of the same name that is being deleted. */
  readonly timeout: number | undefined;
}

export class Writer {
  constructor(
    private readonly objects: Objects,
    private readonly config: Config,
  ) {}

  async create(request: CreateRequest, context: CallContext): Promise<{ id: string; outs: Properties }> {
    const { news, type, preview } = request;
    if (preview && hasUnknown(news)) return { id: '', outs: news };
    const object = toObject(news);
    const patch = isPatch(type, object.kind);
    const upsert = patch || this.config.upsertExistingObjects;
    const fieldManager = annotation(object, 'patchFieldManager') ?? fieldManagerOf(request.urn);
    if (preview) {
      if (patch) return { id: '', outs: news };
      return { id: '', outs: await this.#previewCreate(object, news, fieldManager, context) };
    }
    const live = await this.#create(object, { fieldManager, upsert, timeout: request.timeout }, context);
    return this.#settle(live, object, { fieldManager, news, timeout: request.timeout }, context);
  }

  async update(request: UpdateRequest, context: CallContext): Promise<{ outs: Properties }> {
    const { news, type, preview } = request;
    if (preview && hasUnknown(news)) return { outs: news };
    const object = toObject(news);
    const { fieldManager: former } = readState(request.olds);
    const fieldManager = annotation(object, 'patchFieldManager') ?? former ?? fieldManagerOf(request.urn);
    try {
      const live = await this.#update(object, request, { fieldManager, patch: isPatch(type, object.kind) }, context);
      if (preview) return { outs: makeState({ live, inputs: news, fieldManager }) };
      if (former !== undefined && former !== fieldManager) await this.relinquish(live, former);
      return await this.#settle(live, object, { fieldManager, news, timeout: request.timeout }, context);
    } catch (error) {
      const excused = preview ? excuse(error) : undefined;
      if (excused === undefined) throw error;
      context.log(excused.severity, excused.message);
      return { outs: news };
    }
  }

  /** Gives up all fields that the manager owns; those that nobody else owns go. */
  async relinquish({ apiVersion, kind, metadata }: KubeObject, fieldManager: string): Promise<void> {
    const { name, namespace } = metadata;
    const identity = { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
    await this.objects.apply(identity, { fieldManager, force: false, dryRun: false });
  }

  async #previewCreate(
    object: KubeObject,
    news: Properties,
    fieldManager: string,
    context: CallContext,
  ): Promise<Properties> {
    try {
      const options = { fieldManager, force: true, dryRun: true };
      const { live, created } = await this.objects.tryApply(object, options, this.#requests(context, PREVIEW_PATIENCE));
      // An object of that name is there: it may be the one that is going to be replaced.
      return created ? asPreview(makeState({ live, inputs: news, fieldManager }), news) : news;
    } catch (error) {
      const excused = excuse(error);
      if (excused === undefined) throw error;
      context.log(excused.severity, excused.message);
      return news;
    }
  }

  /** Tries again while the namespace or the kind is missing: it may be on its way, as in manifests without an order. */
  async #create(object: KubeObject, options: CreateOptions, context: CallContext): Promise<KubeObject> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#createOnce(object, options, context);
      } catch (error) {
        if (!isNotFound(error) || attempt === CREATE_TRIES) throw error;
        context.status(`try ${attempt} of ${CREATE_TRIES}: ${(error as Error).message}`);
        await sleep(1000 * 2 ** (attempt - 1), context.signal);
      }
    }
  }

  async #createOnce(
    object: KubeObject,
    { fieldManager, upsert, timeout }: CreateOptions,
    context: CallContext,
  ): Promise<KubeObject> {
    const wanted = await this.#placed(object);
    const existing = upsert ? undefined : await this.objects.get(referenceTo(wanted));
    if (existing?.metadata.deletionTimestamp !== undefined) {
      await untilGone(this.objects, existing, timeoutOf(object, timeout), context);
    } else if (existing && !isManagedBy(existing, fieldManager)) throw new Error(alreadyExists(wanted));
    const force = isSet(object, 'patchForce') || this.config.enablePatchForce;
    const options = { fieldManager, force, dryRun: false };
    try {
      return await this.objects.apply(wanted, options, this.#requests(context));
    } catch (error) {
      throw explainConflict(error, object);
    }
  }

  async #update(
    object: KubeObject,
    { preview, ignoreChanges }: UpdateRequest,
    { fieldManager, patch }: { fieldManager: string; patch: boolean },
    context: CallContext,
  ): Promise<KubeObject> {
    const requests = this.#requests(context, preview ? PREVIEW_PATIENCE : undefined);
    const placed = await this.#placed(object, requests);
    let live = await this.objects.get(referenceTo(placed), requests);
    if (live === undefined) context.log('warning', `${describe(placed)} was deleted by someone else; it is made anew`);
    const managers = patch || live === undefined ? undefined : takeOver(live, fieldManager);
    if (live && managers && !preview) live = await this.objects.setManagers(live, managers, requests);
    // An object without any records is older than them. In a preview, former managers' fields count as ours already.
    const force =
      isSet(object, 'patchForce') ||
      this.config.enablePatchForce ||
      (live !== undefined && (live.metadata.managedFields ?? []).length === 0) ||
      (preview && managers !== undefined);
    const wanted = live ? keepIgnored(placed, live, ignoreChanges, fieldManager) : placed;
    try {
      return await this.objects.apply(wanted, { fieldManager, force, dryRun: preview }, requests);
    } catch (error) {
      throw explainConflict(error, object);
    }
  }

  /** Check cannot always tell that a custom resource has no namespace. */
  async #placed(object: KubeObject, requests: RequestContext = {}): Promise<KubeObject> {
    const { namespaced } = await this.objects.find(object, requests);
    return namespaced ? object : { ...object, metadata: omit(object.metadata, ['namespace']) };
  }

  /** Waits until the object is ready. When it is not in time, it goes into the state all the same, with the reasons. */
  async #settle(
    applied: KubeObject,
    object: KubeObject,
    { fieldManager, news, timeout }: { fieldManager: string; news: Properties; timeout: number | undefined },
    context: CallContext,
  ): Promise<{ id: string; outs: Properties }> {
    const id = idOf(applied.metadata);
    const stateOf = (live: KubeObject) => makeState({ live, inputs: news, fieldManager });
    try {
      const rule = ruleFor(object);
      const live = rule ? await untilReady(this.objects, applied, rule, timeoutOf(object, timeout), context) : applied;
      return { id, outs: stateOf(live) };
    } catch (error) {
      const [live, reasons] =
        error instanceof NotReadyError ? [error.live, error.reasons] : [applied, [(error as Error).message]];
      throw new InitializationFailed(id, stateOf(live), news, reasons);
    }
  }

  #requests(context: CallContext, patience?: number): RequestContext {
    const told = new Set<string>();
    const warn = (message: string) => {
      if (told.has(message) || (this.config.suppressDeprecationWarnings && /deprecated/i.test(message))) return;
      told.add(message);
      context.log('warning', message);
    };
    return { warn, ...(patience !== undefined && { patience }) };
  }
}

/** Whether this resource made the object: in an update that was killed before it could write that down. */
function isManagedBy(object: KubeObject, fieldManager: string): boolean {
  return (object.metadata.managedFields ?? []).some(
    ({ manager, operation }) => manager === fieldManager && operation === 'Apply',
  );
}

function alreadyExists(object: KubeObject): string {
  return (
    `${describe(object)} already exists. Import it ("pulumi import", or the resource option import), change only some of its fields ` +
    `with a Patch resource, give another name, or set upsertExistingObjects on the provider to take it over.`
  );
}

/** A conflict is not forced away by default: another controller would set its value again, and both would fight. */
function explainConflict(error: unknown, object: KubeObject): unknown {
  if (!(error instanceof ApiError) || error.code !== 409) return error;
  return new Error(
    `${describe(object)}: ${error.message}. Leave these fields out of the program, list them in the resource option ignoreChanges, ` +
      `or take them over with the annotation pulumi.com/patchForce: "true".`,
    { cause: error },
  );
}
