import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { pack as createPack, type Header, type Pack } from 'tar-stream';

/** One entry of an archive. Modes are given, not read from the disk, so that the archive does not depend on a umask. */
export type Entry =
  | { readonly path: string; readonly directory: true; readonly mode?: number }
  | { readonly path: string; readonly file: string; readonly mode: number }
  | { readonly path: string; readonly content: string | Buffer; readonly mode?: number }
  | { readonly path: string; readonly link: string };

/** The same for every entry: archives of the same files are the same, bit by bit. */
const fixed = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };

const header = (
  pack: Pack,
  headers: Partial<Header> & { readonly name: string },
  content?: string | Buffer,
): Promise<void> =>
  new Promise((resolve, reject) => {
    pack.entry({ ...fixed, ...headers }, content ?? '', (error) => (error ? reject(error) : resolve()));
  });

async function add(pack: Pack, entry: Entry): Promise<void> {
  const name = entry.path;
  if ('directory' in entry) return header(pack, { name, type: 'directory', mode: entry.mode ?? 0o755 });
  if ('link' in entry) return header(pack, { name, type: 'symlink', linkname: entry.link, mode: 0o777 });
  if ('content' in entry) {
    return header(pack, { name, mode: entry.mode ?? 0o644, size: Buffer.byteLength(entry.content) }, entry.content);
  }
  const { size } = await stat(entry.file);
  const sink = pack.entry({ ...fixed, name, mode: entry.mode, size });
  await pipeline(createReadStream(entry.file, { highWaterMark: 1 << 20 }), sink);
}

/** Every folder above the entries that is no entry itself, then the entries, in the order of the paths. */
export function complete(entries: readonly Entry[]): Entry[] {
  const all = new Map<string, Entry>();
  for (const entry of entries) {
    const parts = entry.path.split('/').slice(0, -1);
    parts.forEach((_, index) => {
      const path = parts.slice(0, index + 1).join('/');
      if (!all.has(path)) all.set(path, { path, directory: true });
    });
  }
  for (const entry of entries) all.set(entry.path, entry);
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A stream of the archive; entries in the order given. */
export function archive(entries: readonly Entry[]): Pack {
  const pack = createPack();
  const write = async (): Promise<void> => {
    for (const entry of entries) await add(pack, entry);
    pack.finalize();
  };
  write().catch((error: Error) => pack.destroy(error));
  return pack;
}
