import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';

const name = 'manifest.json';

const fileSchema = z.union([
  z.object({ link: z.string() }),
  z.object({ size: z.number(), mtimeMs: z.number(), mode: z.number(), sha256: z.string() }),
]);

const manifestSchema = z.object({
  part: z.string(),
  key: z.string(),
  /** Version of what is in it, as found when it was made. */
  version: z.string(),
  /** Where it is from, for people. */
  origin: z.string(),
  /** When it was made (ISO 8601) and how long that took, in seconds. */
  made: z.string(),
  seconds: z.number(),
  /** What the maker wants to be remembered, for example an image's reference. */
  facts: z.record(z.string(), z.string()),
  files: z.record(z.string(), fileSchema),
});

/** What a finished part is made of; it lies beside the files. */
export type Manifest = z.infer<typeof manifestSchema>;
type FileRecord = z.infer<typeof fileSchema>;

/** sha256 of a file's content, in hex. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function record(path: string): Promise<FileRecord> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) return { link: await readlink(path) };
  // Whole milliseconds: copies of a cache often keep no more than that.
  const mtimeMs = Math.round(stat.mtimeMs);
  return { size: stat.size, mtimeMs, mode: stat.mode & 0o777, sha256: await sha256(path) };
}

/** Records every file of `dir` and writes the manifest into it. */
export async function writeManifest(dir: string, about: Omit<Manifest, 'files'>): Promise<Manifest> {
  const files: Record<string, FileRecord> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(dir, path)] = await record(path);
  }
  const manifest = { ...about, files };
  await writeFile(join(dir, name), JSON.stringify(manifest, undefined, 2));
  return manifest;
}

/**
 * `missing`: never made. `damaged`: it was made, but is no longer what it was; `problem` says where, `hidden` that the cheap check
 * does not see it.
 */
export type Check =
  | { readonly state: 'ready'; readonly manifest: Manifest }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly problem: string; readonly hidden: boolean };

interface Problem {
  readonly problem: string;
  readonly hidden: boolean;
}

/** What is wrong with one file; undefined when it is as it was. The content is read when `full`, or when the times differ. */
async function problemOf(
  path: string,
  file: string,
  expected: FileRecord,
  full: boolean,
): Promise<Problem | undefined> {
  const plain = (problem: string): Problem => ({ problem, hidden: false });
  const stat = await lstat(path).catch(() => undefined);
  if (!stat) return plain(`${file} is gone`);
  if ('link' in expected) {
    const target = stat.isSymbolicLink() ? await readlink(path) : 'no link';
    return target === expected.link ? undefined : plain(`${file} leads to ${target}, expected ${expected.link}`);
  }
  if (!stat.isFile()) return plain(`${file} is not a plain file`);
  if (stat.size !== expected.size) return plain(`${file} has ${stat.size} bytes, expected ${expected.size}`);
  if ((stat.mode & 0o777) !== expected.mode) {
    return plain(`${file} has mode ${(stat.mode & 0o777).toString(8)}, expected ${expected.mode.toString(8)}`);
  }
  const touched = Math.round(stat.mtimeMs) !== expected.mtimeMs;
  if (!touched && !full) return undefined;
  const found = await sha256(path);
  if (found !== expected.sha256)
    return {
      problem: `${file} has sha256 ${found.slice(0, 12)}, expected ${expected.sha256.slice(0, 12)}`,
      hidden: !touched,
    };
  // A copied cache: the content is right, so the next check may be the cheap one again.
  if (touched) await utimes(path, stat.atime, new Date(expected.mtimeMs)).catch(() => undefined);
  return undefined;
}

/** Checks a finished part: sizes, modes and times always, the content of every file too when `full`. */
export async function check(dir: string, full = false): Promise<Check> {
  let text: string;
  try {
    text = await readFile(join(dir, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const gone = code === 'ENOENT' && !(await lstat(dir).catch(() => undefined));
    return gone
      ? { state: 'missing' }
      : { state: 'damaged', problem: `${name} cannot be read (${code})`, hidden: false };
  }
  const manifest = parse(text);
  if (!manifest) return { state: 'damaged', problem: `${name} is not a manifest`, hidden: false };
  for (const [file, expected] of Object.entries(manifest.files)) {
    const problem = await problemOf(join(dir, file), file, expected, full);
    if (problem) return { state: 'damaged', ...problem };
  }
  return { state: 'ready', manifest };
}

function parse(text: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
