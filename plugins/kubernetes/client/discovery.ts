import type { ResourceType } from '../kinds';
import { parseApiVersion } from '../object';
import { ApiError, UnknownKindError } from './errors';
import type { Rest } from './rest';

/** Where the API server serves a kind. */
export interface Resource {
  /** `/apis/apps/v1` or `/api/v1`. */
  readonly root: string;
  /** Plural name in paths, for example `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly resources?: readonly { name: string; kind: string; namespaced: boolean }[];
}

/** Asks the API server which kinds it serves, once for each API version. */
export class Discovery {
  readonly #lists = new Map<string, Promise<readonly { name: string; kind: string; namespaced: boolean }[]>>();

  constructor(private readonly rest: Rest) {}

  /** Throws `UnknownKindError` for a kind that is not served (yet: the next call asks again). */
  async find(
    { apiVersion, kind }: ResourceType,
    options: { patience?: number; signal?: AbortSignal } = {},
  ): Promise<Resource> {
    const cached = this.#lists.has(apiVersion);
    const found = (await this.#list(apiVersion, options)).find(
      (entry) => entry.kind === kind && !entry.name.includes('/'),
    );
    if (found) return { root: rootOf(apiVersion), plural: found.name, namespaced: found.namespaced };
    this.#lists.delete(apiVersion);
    // A CustomResourceDefinition may have come since the list was read.
    if (cached) return this.find({ apiVersion, kind }, options);
    throw new UnknownKindError(apiVersion, kind);
  }

  async #list(apiVersion: string, options: { patience?: number; signal?: AbortSignal }) {
    let list = this.#lists.get(apiVersion);
    if (list === undefined) {
      list = this.rest.send({ method: 'GET', path: rootOf(apiVersion), ...options }).then(
        ({ body }) => (body as ResourceList).resources ?? [],
        (error: unknown) => {
          if (error instanceof ApiError && error.code === 404) return [];
          throw error;
        },
      );
      this.#lists.set(apiVersion, list);
      list.catch(() => this.#lists.delete(apiVersion));
    }
    return list;
  }
}

function rootOf(apiVersion: string): string {
  const { group, version } = parseApiVersion(apiVersion);
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Path of the objects of a kind, or of one. Without a namespace: those of all namespaces. */
export function pathOf(resource: Resource, namespace: string | undefined, name?: string): string {
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${resource.root}${scope}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}
