import type { RecordedResource } from './record';

/** How resources hang together: what each waits for, and what it belongs to. Resources are named TYPE NAME. */
export interface Graph {
  /** Everything that is there before this one. */
  before(name: string): ReadonlySet<string>;
  /** The components that it belongs to, the innermost first. */
  ancestors(name: string): readonly string[];
}

export const nameOf = ({ type, name }: Pick<RecordedResource, 'type' | 'name'>): string => `${type} ${name}`;

export function graphOf(resources: readonly RecordedResource[]): Graph {
  const byName = new Map(resources.map((resource) => [nameOf(resource), resource]));
  const known = new Map<string, Set<string>>();
  function before(name: string): Set<string> {
    const found = known.get(name) ?? new Set<string>();
    if (known.has(name)) return found;
    known.set(name, found);
    for (const dependency of byName.get(name)?.dependencies ?? []) {
      found.add(dependency);
      for (const earlier of before(dependency)) found.add(earlier);
    }
    return found;
  }
  function ancestors(name: string): string[] {
    const parent = byName.get(name)?.parent ?? '';
    return parent === '' ? [] : [parent, ...ancestors(parent)];
  }
  return { before, ancestors };
}

const short = (name: string): string => name.replace(/^\S+:(\S+) /, '$1 ');

/**
 * One line a resource, sorted: its type and name, what it belongs to, and what it waits for. Of the latter, what another one waits for in turn
 * is left out, and what lies in a component of which the resource is no part is named by that component.
 * @param shown how many of what it waits for are named
 * @param wanted which of the resources have a line
 */
export function lines(
  resources: readonly RecordedResource[],
  shown = 3,
  wanted: (resource: RecordedResource) => boolean = () => true,
): string[] {
  const graph = graphOf(resources);
  return resources
    .filter(wanted)
    .map((resource) => {
      const name = nameOf(resource);
      const own = [name, ...graph.ancestors(name)];
      const nearest = resource.dependencies.filter(
        (one) => !resource.dependencies.some((other) => other !== one && graph.before(other).has(one)),
      );
      const outermost = (one: string): string =>
        [one, ...graph.ancestors(one)].filter((place) => !own.includes(place)).at(-1) ?? one;
      const after = [...new Set(nearest.map((one) => short(outermost(one))))].toSorted();
      const more = after.length > shown ? ` and ${after.length - shown} more` : '';
      const parent = resource.parent === '' ? '' : ` in ${short(resource.parent)}`;
      return `${name}${parent}${after.length === 0 ? '' : ` after ${after.slice(0, shown).join(', ')}${more}`}`;
    })
    .toSorted();
}
