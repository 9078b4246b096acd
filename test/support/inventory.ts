import type { Kube } from '../../experiments/kube';

interface Resources {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly verbs: readonly string[] }[];
}
interface Item {
  readonly metadata: { readonly name: string; readonly namespace?: string } & Record<string, unknown>;
  readonly [field: string]: unknown;
}

/** What controllers write all the time. */
const BUSY = /^(events|leases|componentstatuses)$/;
/** Made from measurements at each question. */
const MEASURED = /metrics\.k8s\.io$/;

/**
 * Every object of a cluster as text, by `PATH NAMESPACE/NAME`. Without what controllers and kubelets write as time goes by: status, and
 * with it the version; of everything else each byte.
 */
export async function inventory(kube: Kube): Promise<Map<string, string>> {
  const { groups } = await kube.call<{
    groups: readonly { readonly name: string; readonly preferredVersion: { readonly groupVersion: string } }[];
  }>('GET', '/apis');
  const roots = groups
    .filter(({ name }) => !MEASURED.test(name))
    .map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`);
  const found = new Map<string, string>();
  for (const root of ['/api/v1', ...roots]) {
    const { resources } = await kube.call<Resources>('GET', root);
    const listed = resources.filter(
      ({ name, verbs }) => !name.includes('/') && verbs.includes('list') && !BUSY.test(name),
    );
    for (const { name } of listed) {
      const { items } = await kube.call<{ items: readonly Item[] }>('GET', `${root}/${name}`);
      for (const item of items)
        found.set(`${root}/${name} ${item.metadata.namespace ?? ''}/${item.metadata.name}`, content(item));
    }
  }
  return found;
}

function content({ metadata, ...item }: Item): string {
  const { resourceVersion, managedFields, ...rest } = metadata;
  // An object without a status is written only by who owns it, so its version counts too.
  const written = 'status' in item ? {} : { resourceVersion, managedFields };
  return JSON.stringify({ ...item, status: undefined, metadata: { ...rest, ...written } });
}

/** What of `before` is not in `after` as it was. */
export function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before].filter(([key, text]) => after.get(key) !== text).map(([key]) => key);
}
