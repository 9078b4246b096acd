/**
 * Runs a TypeScript program of this project: `node boot.js FILE ARGUMENTS...`. Pulumi starts every plugin several times in each
 * command, and loading hundreds of small modules takes most of a second; so the program is bundled into one file, once, and that is
 * reused until a source changes. Where it cannot be bundled, it is loaded by tsx.
 *
 * Plain JavaScript, because it runs before anything that could compile TypeScript.
 */
'use strict';
const {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const module_ = require('node:module');
const { basename, dirname, join, relative, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
// Inside node_modules, so that packages which stay outside the bundle are found from there.
const cache = join(root, 'node_modules/.cache/autoscaling-testbed/plugins');
/** npm's record of what is installed: with another one, the bundle is out of date. */
const installed = join(root, 'node_modules/.package-lock.json');

const entry = resolve(process.argv[2]);
// The program sees its own arguments only.
process.argv.splice(1, 2, entry);

function bundlePath() {
  return join(cache, `${relative(root, entry).replaceAll(/[^\w.]+/g, '-')}.js`);
}

/** When and how large a file was: what changes when it is edited. */
function stamp(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

function firstLine(path) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(1 << 17);
    const text = buffer.toString('utf8', 0, readSync(file, buffer));
    return text.slice(0, text.indexOf('\n'));
  } finally {
    closeSync(file);
  }
}

/** Whether the bundle is made of the sources as they are now. Its first line says of which. */
function isFresh(path) {
  try {
    const sources = JSON.parse(firstLine(path).slice(3));
    return Object.entries(sources).every(([source, stamped]) => stamp(join(root, source)) === stamped);
  } catch {
    return false;
  }
}

/** In a bundle, a source still has to find its neighbours on disk. */
const keepPaths = {
  name: 'keep-paths',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('/node_modules/')) return undefined;
      const paths = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`;
      return { contents: `${paths}${readFileSync(path, 'utf8')}`, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

async function bundle(path) {
  const { build } = require('esbuild');
  const options = { entryPoints: [entry], bundle: true, platform: 'node', target: 'node22', logLevel: 'silent' };
  const result = await build({ ...options, plugins: [keepPaths], absWorkingDir: root, metafile: true, write: false });
  const sources = Object.keys(result.metafile.inputs)
    .map((source) => source.replace(/^[\w-]+:(?=\/)/, ''))
    .filter((source) => !source.includes('node_modules/'));
  const stamps = Object.fromEntries(
    [...sources, relative(root, installed)].map((source) => [source, stamp(join(root, source))]),
  );
  mkdirSync(cache, { recursive: true });
  // Another process may be reading the old one, or writing its own.
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, `// ${JSON.stringify(stamps)}\n${result.outputFiles[0].text}`);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function main() {
  const path = bundlePath();
  try {
    if (!isFresh(path)) await bundle(path);
  } catch (error) {
    if (process.env['DEBUG']) console.error(`${basename(entry)} is not bundled: ${error.message}`);
    require('tsx/cjs');
    require(entry);
    return;
  }
  module_.enableCompileCache?.(join(cache, 'compiled'));
  require(path);
}

void main();
