import type { Entry, Happening } from './journal';
import type { Wanted } from './model';

/** What the journal says of one Node object so far. */
interface Seen {
  readonly name: string;
  readonly events: ReadonlySet<Happening>;
  readonly occupied: boolean;
}

/** What the journal says of each Node object, by uid; those that are gone are forgotten. */
export type Marks = ReadonlyMap<string, Seen>;

const unseen = (name: string): Seen => ({ name, events: new Set(), occupied: false });

/** The marks after one more entry. */
export function advance(marks: Marks, { uid, node, event }: Entry): Marks {
  const next = new Map(marks);
  if (event === 'gone') {
    next.delete(uid);
    return next;
  }
  // What comes after its end is about the machine alone.
  if (event === 'removed' && !marks.has(uid)) return next;
  const { events, occupied } = marks.get(uid) ?? unseen(node);
  const now = event === 'occupied' ? true : event === 'empty' ? false : occupied;
  next.set(uid, { name: node, events: new Set([...events, event]), occupied: now });
  return next;
}

/** What the journal does not say yet of the Nodes as they are: `time` is when that was seen. */
export function progress(marks: Marks, nodes: readonly Wanted[], time: string): Entry[] {
  const present = new Set(nodes.map(({ uid }) => uid));
  const gone = [...marks].filter(([uid]) => !present.has(uid));
  return [
    ...nodes.flatMap((node) => {
      const { events, occupied } = marks.get(node.uid) ?? unseen(node.name);
      const entry = (event: Happening): Entry => ({ time, event, node: node.name, uid: node.uid });
      const once: readonly (readonly [Happening, boolean])[] = [
        ['registered', node.registered],
        ['ready', node.ready],
        ['deleting', node.deleting],
      ];
      const pods = node.pods > 0 !== occupied ? [entry(node.pods > 0 ? 'occupied' : 'empty')] : [];
      return [...once.filter(([event, is]) => is && !events.has(event)).map(([event]) => entry(event)), ...pods];
    }),
    ...gone.map(([uid, { name }]): Entry => ({ time, event: 'gone', node: name, uid })),
  ];
}
