import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

import { files, type Layout } from '../plan/layout';
import { readIfThere } from '../system/files';

/** What may happen to a node, in the order in which it normally does. docs/nodes.md says what each means. */
export const happenings = [
  'waiting',
  'claimed',
  'launched',
  'pulled',
  'started',
  'registered',
  'ready',
  'occupied',
  'empty',
  'interrupted',
  'died',
  'deleting',
  'gone',
  'removed',
  'failed',
] as const;

/** Those that may come more than once in the life of a node. */
export const repeated: ReadonlySet<Happening> = new Set(['pulled', 'occupied', 'empty', 'failed', 'removed']);

const entry = z.looseObject({
  /** ISO 8601, to the millisecond. */
  time: z.string(),
  event: z.enum(happenings),
  node: z.string(),
  uid: z.string(),
});

/** One line of the journal; each event may say more. */
export type Entry = z.infer<typeof entry>;
export type Happening = Entry['event'];

/** Lines of a journal; one that a crash cut off is passed over. */
export function parseJournal(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [entry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Everything that the node agent of a cluster has written down; empty when there was none. */
export const readJournal = (layout: Layout): Entry[] => parseJournal(readIfThere(files.journal(layout)) ?? '');

/** Writes to the end of a cluster's journal. */
export function openJournal(layout: Layout): (entry: Entry) => void {
  const path = files.journal(layout);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const cutOff = !['', '\n'].includes((readIfThere(path) ?? '').slice(-1));
  if (cutOff) appendFileSync(path, '\n');
  return (each) => appendFileSync(path, `${JSON.stringify(each)}\n`, { mode: 0o600 });
}
