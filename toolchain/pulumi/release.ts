import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

import { pulumi } from '../../stacks/versions';
import { sha256 } from '../cache/manifest';
import type { Making, Part } from '../parts/types';
import { bytes } from '../progress/format';
import { run } from '../run';
import { architecture } from '../system';
import type { Options } from '../types';

/** Where Pulumi publishes its releases. */
export const releases = 'https://get.pulumi.com/releases/sdk';

/** How long the answer of the releases' host is waited for, in milliseconds: a machine without internet loses no more. */
const patience = 3_000;

/** How long a download may take, in milliseconds. */
const downloadLimit = 300_000;

const answers = new Map<string, Promise<string | undefined>>();

/** The release's list of checksums; undefined when the host is out of reach. Asked once in the life of this process. */
export function checksums(site: string, options: Options): Promise<string | undefined> {
  const known = answers.get(site);
  if (known) return known;
  const url = `${site}/pulumi-${pulumi.version.slice(1)}-checksums.txt`;
  const asking = fetch(url, { signal: AbortSignal.timeout(patience) })
    .then(async (response) => (response.ok ? await response.text() : undefined))
    .catch(() => undefined);
  void asking.then((text) => {
    if (text === undefined) options.report('pulumi: the official release cannot be downloaded here', 1);
  });
  answers.set(site, asking);
  return asking;
}

/** The checksum that `sha256sum` style lines give for a file. */
export function checksumOf(list: string, file: string): string | undefined {
  const line = list.split('\n').find((text) => text.trim().split(/\s+/)[1]?.replace(/^\*/, '') === file);
  return line?.trim().split(/\s+/)[0];
}

async function download(url: string, target: string, making: Making): Promise<void> {
  const limit = AbortSignal.timeout(downloadLimit);
  const signal = making.signal ? AbortSignal.any([making.signal, limit]) : limit;
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`${url}: HTTP status ${response.status}`);
  const total = Number(response.headers.get('content-length'));
  let done = 0;
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  body.on('data', (chunk: Uint8Array) => {
    done += chunk.length;
    if (total > 0)
      making.report(`downloading the official release, ${bytes(done)} of ${bytes(total)}`, done / (total + 1));
  });
  await pipeline(body, createWriteStream(target), { signal });
}

async function fetchRelease(site: string, making: Making): Promise<void> {
  const { dir, signal } = making;
  const file = `pulumi-${pulumi.version}-linux-${architecture().pulumi}.tar.gz`;
  const expected = checksumOf((await checksums(site, making)) ?? '', file);
  if (!expected) throw new Error(`the release's checksums do not name ${file}`);
  const archive = join(dir, '.archive');
  await download(`${site}/${file}`, archive, making);
  making.report('unpacking');
  const found = await sha256(archive);
  if (found !== expected) throw new Error(`${file} has sha256 ${found}, expected ${expected}`);
  await mkdir(join(dir, 'bin'));
  await run('tar', ['-xzf', archive, '-C', join(dir, 'bin'), '--strip-components=1', '--no-same-owner'], { signal });
  await rm(archive);
}

/** The part that is Pulumi's official release, with the CLI and the language hosts; checked against its published checksum. */
export function releasePart(site: string = releases): Part {
  return {
    name: 'pulumi-release',
    version: pulumi.version,
    origin: 'downloaded, the official release',
    inputs: () => Promise.resolve(['release 1', site, architecture().pulumi]),
    make: async (making) => {
      await fetchRelease(site, making);
      return {};
    },
  };
}
