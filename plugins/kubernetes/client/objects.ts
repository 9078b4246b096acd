import type { ResourceType } from '../kinds';
import type { KubeObject, ManagedFields } from '../object';
import type { Connector } from './connection';
import { Discovery, pathOf, type Resource } from './discovery';
import { isNotFound } from './errors';
import { Rest, type Request } from './rest';

export type RequestContext = Pick<Request, 'signal' | 'patience' | 'warn'>;

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers instead of failing with a conflict. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

export type Reference = ResourceType & { readonly namespace?: string | undefined; readonly name: string };

export function referenceTo({ apiVersion, kind, metadata }: KubeObject): Reference {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

/** Objects of any kind in the cluster. */
export class Objects {
  readonly rest: Rest;
  readonly #discovery: Discovery;

  constructor(connector: Connector) {
    this.rest = new Rest(connector);
    this.#discovery = new Discovery(this.rest);
  }

  async find(type: ResourceType, context: RequestContext = {}): Promise<Resource> {
    return this.#discovery.find(type, context);
  }

  /** Undefined: there is none, or its kind is not served. */
  async get(reference: Reference, context: RequestContext = {}): Promise<KubeObject | undefined> {
    try {
      return (await this.rest.send({ ...context, method: 'GET', path: await this.#path(reference, context) }))
        .body as KubeObject;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Server-side apply; gives the object as it is then. */
  async apply(object: KubeObject, options: ApplyOptions, context: RequestContext = {}): Promise<KubeObject> {
    return (await this.tryApply(object, options, context)).live;
  }

  /** Server-side apply, with `created`: false when the object was there already. */
  async tryApply(
    object: KubeObject,
    { fieldManager, force, dryRun }: ApplyOptions,
    context: RequestContext = {},
  ): Promise<{ live: KubeObject; created: boolean }> {
    const query = new URLSearchParams({ fieldManager, force: String(force), ...(dryRun && { dryRun: 'All' }) });
    const { code, body } = await this.rest.send({
      ...context,
      method: 'PATCH',
      path: `${await this.#path(referenceTo(object), context)}?${query.toString()}`,
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
    return { live: body as KubeObject, created: code === 201 };
  }

  /** Replaces the records of who owns which field, unless the object has changed since it was read. */
  async setManagers(
    live: KubeObject,
    managedFields: ManagedFields[],
    context: RequestContext = {},
  ): Promise<KubeObject> {
    const { body } = await this.rest.send({
      ...context,
      method: 'PATCH',
      path: await this.#path(referenceTo(live), context),
      contentType: 'application/json-patch+json',
      body: [
        { op: 'replace', path: '/metadata/managedFields', value: managedFields },
        { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
      ],
    });
    return body as KubeObject;
  }

  /** False when it was gone already. `uid` protects a new object of the same name. */
  async delete(
    reference: Reference,
    { propagationPolicy, uid }: { propagationPolicy: string; uid: string | undefined },
    context: RequestContext = {},
  ): Promise<boolean> {
    try {
      await this.rest.send({
        ...context,
        method: 'DELETE',
        path: await this.#path(reference, context),
        body: {
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          propagationPolicy,
          ...(uid !== undefined && { preconditions: { uid } }),
        },
      });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** Objects of a kind that a selector matches, for example `{ labelSelector: 'app=a' }`. */
  async list(
    type: ResourceType,
    namespace: string | undefined,
    selector: Readonly<Record<string, string>>,
    context: RequestContext = {},
  ): Promise<KubeObject[]> {
    const path = pathOf(await this.find(type, context), namespace);
    const { body } = await this.rest.send({
      ...context,
      method: 'GET',
      path: `${path}?${new URLSearchParams(selector).toString()}`,
    });
    // Items of a list lack their type.
    return (body as { items?: KubeObject[] }).items?.map((item) => ({ ...item, ...type })) ?? [];
  }

  async #path(reference: Reference, context: RequestContext): Promise<string> {
    return pathOf(await this.find(reference, context), reference.namespace, reference.name);
  }
}
