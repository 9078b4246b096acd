import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';

/** One entry of an archive, as read back. */
export interface Found {
  readonly name: string;
  readonly type: string | null | undefined;
  readonly mode: number | undefined;
  readonly linkname: string | null | undefined;
  readonly uid: number | undefined;
  readonly mtime: Date | undefined;
  readonly content: string;
}

/** All entries of an archive. */
export async function entriesOf(archive: Buffer): Promise<Found[]> {
  const found: Found[] = [];
  const reader = extract();
  Readable.from([archive]).pipe(reader);
  for await (const entry of reader) {
    const { name, type, mode, linkname, uid, mtime } = entry.header;
    found.push({ name, type, mode, linkname, uid, mtime, content: await text(entry) });
  }
  return found;
}
