import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { obtain } from '../../../../toolchain/cache/store';
import { keyOf } from '../../../../toolchain/cache/key';
import { goPart } from '../../../../toolchain/parts/go';
import { projectDir } from '../../../../toolchain/paths';
import { pulumiParts, pulumiSetup } from '../../../../toolchain/pulumi/setup';
import { architecture } from '../../../../toolchain/system';
import { recorded, scratchCache } from '../scratch';

const archive = `pulumi-v3.259.0-linux-${architecture().pulumi}.tar.gz`;
const before = { ...process.env };

let dir: string;
let remove: () => void;
let server: Server | undefined;
beforeEach(() => {
  ({ dir, remove } = scratchCache());
  process.env['PULUMI_HOME'] = join(dir, 'home');
  process.env['PATH'] = `${dirname(process.execPath)}:/usr/bin:/bin`;
});
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
  remove();
  process.env = { ...before };
});

/** A program that answers `pulumi version`, and notes what else it is asked for. */
function fakeCli(folder: string, version: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'pulumi');
  writeFileSync(path, `#!/bin/sh\n[ "$1" = version ] && echo ${version} || echo "$*" >> ${dir}/asked\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A site with one release, as Pulumi's is; `sum` is the checksum it publishes. */
async function site(sum?: string): Promise<string> {
  fakeCli(join(dir, 'release/pulumi'), 'v3.259.0');
  fakeCli(join(dir, 'release/pulumi'), 'v3.259.0');
  writeFileSync(join(dir, 'release/pulumi/pulumi-language-nodejs'), '', { mode: 0o755 });
  execFileSync('tar', ['-czf', join(dir, archive), '-C', join(dir, 'release'), 'pulumi']);
  const content = readFileSync(join(dir, archive));
  const digest = sum ?? createHash('sha256').update(content).digest('hex');
  server = createServer((request, response) => {
    if (request.url === '/pulumi-3.259.0-checksums.txt') response.end(`${digest}  ${archive}\n`);
    else if (request.url === `/${archive}`) response.end(content);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that nothing listens on: a machine without internet. */
async function offline(): Promise<string> {
  const url = await site();
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  return url;
}

/** A CLI that was built before. */
const buildBefore = (): Promise<unknown> =>
  obtain(
    {
      ...goPart('pulumi'),
      make: ({ dir: to }) => Promise.resolve(void fakeCli(join(to, 'bin'), 'v3.259.0')).then(() => ({})),
    },
    {},
    recorded(),
  );

test('the CLI on PATH is used, with its own language host', async () => {
  const path = fakeCli(join(dir, 'bin'), 'v3.260.1');
  writeFileSync(join(dir, 'bin/pulumi-language-nodejs'), '', { mode: 0o755 });
  process.env['PATH'] = `${join(dir, 'bin')}:${process.env['PATH']}`;
  const setup = await pulumiSetup(recorded(), await offline());
  expect(setup).toMatchObject({ pulumi: path, version: 'v3.260.1', origin: 'found on PATH' });
  expect(setup.plugins).toEqual({ nodejs: 'official', kubernetes: 'stand-in' });
  expect(setup.pathPrefix).toEqual([join(dir, 'bin'), join(projectDir, 'plugins/kubernetes')]);
});

test('an older CLI on PATH is not used, and that is said', async () => {
  const path = fakeCli(join(dir, 'bin'), 'v3.200.0');
  process.env['PATH'] = `${join(dir, 'bin')}:${process.env['PATH']}`;
  await buildBefore();
  const options = recorded();
  const setup = await pulumiSetup(options, await offline());
  expect(setup.pulumi).not.toBe(path);
  expect(options.messages[0]).toBe(`pulumi: ${path} is version v3.200.0, older than v3.259.0: not used`);
});

test('the official release is downloaded where it can be, and kept', async () => {
  const url = await site();
  const setup = await pulumiSetup(recorded(), url);
  expect(setup).toMatchObject({ version: 'v3.259.0', origin: 'downloaded, the official release' });
  expect(existsSync(setup.pulumi)).toBe(true);
  expect(setup.plugins.nodejs).toBe('official');
  // The official plugin is asked for, from the official CLI.
  expect(readFileSync(join(dir, 'asked'), 'utf8')).toContain('plugin install resource kubernetes v4.34.2');
  expect(await pulumiParts(recorded(), url)).toEqual([]);
});

test('the official plugin that is installed is used', async () => {
  await buildBefore();
  const plugin = join(dir, 'home/plugins/resource-kubernetes-v4.34.2/pulumi-resource-kubernetes');
  mkdirSync(dirname(plugin), { recursive: true });
  writeFileSync(plugin, '', { mode: 0o755 });
  const setup = await pulumiSetup(recorded(), await offline());
  expect(setup.plugins).toEqual({ nodejs: 'stand-in', kubernetes: 'official' });
  expect(setup.pathPrefix).toEqual([dirname(setup.pulumi), join(projectDir, 'plugins/nodejs')]);
});

test('a release with another checksum is refused, and the CLI is built instead', async () => {
  const url = await site('00'.repeat(32));
  const options = recorded();
  const parts = await pulumiParts(options, url);
  expect(parts.map(({ name }) => name)).toEqual(['pulumi']);
  expect(options.messages.join('\n')).toMatch(/has sha256 [0-9a-f]{64}, expected 0000/);
});

test('without internet the CLI is to be built; that is no error, and asked once', async () => {
  const url = await offline();
  const options = recorded();
  expect((await pulumiParts(options, url)).map(({ name }) => name)).toEqual(['pulumi']);
  expect((await pulumiParts(options, url)).map(({ name }) => name)).toEqual(['pulumi']);
  expect(options.messages).toEqual(['pulumi: the official release cannot be downloaded here']);
});

test('a CLI that was built before is used without asking the network', async () => {
  await buildBefore();
  const url = await site();
  const asked: string[] = [];
  server?.on('request', (request) => asked.push(request.url ?? ''));
  const setup = await pulumiSetup(recorded(), url);
  expect(setup.pulumi).toContain(await keyOf(goPart('pulumi')));
  expect(setup.plugins).toEqual({ nodejs: 'stand-in', kubernetes: 'stand-in' });
  expect(asked).toEqual([]);
});
