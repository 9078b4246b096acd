// Installs the npm packages where they are missing or not those of package-lock.json. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Exit code of `flock` that says that another process has the lock. */
const BUSY = 75;

/** There while packages are installed: where it is found later, the installation was killed half-way. */
const marker = (root) => join(root, 'node_modules', '.installing');
/** npm's record of what is in node_modules, written last. */
const record = (root) => join(root, 'node_modules', '.package-lock.json');
const bundledNode = (root) => join(root, 'node_modules', '.bin', 'node');

/**
 * The Node for the project's own scripts: the npm package `node`, or the running one if that is 22 or newer.
 * @param {string} root
 */
export function nodeExecutable(root) {
  if (existsSync(bundledNode(root))) return bundledNode(root);
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  throw new Error(
    `The npm package "node" has no executable for this system, and Node ${process.versions.node} is older than 22. Install ` +
      "Node 22 or newer, from https://nodejs.org or your system's packages.",
  );
}

/**
 * Why the packages have to be installed; undefined if they have not. Versions are compared and not times, which a clone, a
 * copy or a checkout changes.
 * @param {string} root
 * @returns {string | undefined}
 */
export function whyInstall(root) {
  if (!existsSync(record(root))) return 'the npm packages are not installed yet';
  if (existsSync(marker(root))) return 'an earlier installation of the npm packages did not end';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record(root), 'utf8')).packages;
  for (const [path, { version, optional, devOptional, link }] of Object.entries(wanted)) {
    // Optional ones are there or not, as the system is.
    if (path === '' || optional || devOptional || link) continue;
    if (present[path]?.version !== version) return `${path} is ${present[path]?.version ?? 'missing'}, not ${version}`;
  }
  return undefined;
}

/**
 * Installs what is missing; two at once do not clash.
 * @param {string} root folder of package.json
 * @param {(line: string) => void} say
 */
export async function ensurePackages(root, say) {
  if (whyInstall(root) === undefined) return;
  const self = [process.execPath, fileURLToPath(import.meta.url), root];
  // The kernel lets go of this lock when its holders die, however that happens.
  const first = await run('flock', ['--nonblock', '--conflict-exit-code', BUSY, root, ...self]).catch(() => undefined);
  if (first === undefined) return succeed(await run(...split(self)));
  if (first !== BUSY) return succeed(first);
  say('Waiting for another process that installs the npm packages ...');
  succeed(await run('flock', [root, ...self]));
}

const split = ([command, ...args]) => [command, args];

function succeed(code) {
  if (code !== 0)
    throw new Error('The npm packages could not be installed; npm said why above. Try again: npm install');
}

/** Runs a command with its output on stderr, so that a command's own output stays clean, and gives its exit code. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args.map(String), { stdio: ['ignore', 2, 2], ...options });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** The installation itself, with the lock held. */
async function install(root) {
  const reason = whyInstall(root);
  if (reason === undefined) return;
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  process.stderr.write(`Installing the npm packages (${reason}); about a minute ...\n`);
  const modules = join(root, 'node_modules');
  // npm takes a package that was unpacked by half for a whole one.
  if (existsSync(marker(root)) || !existsSync(record(root))) rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  writeFileSync(marker(root), `${process.pid}\n`);
  const timer = setInterval(() => process.stderr.write(`  npm is at work, ${seconds()} s\n`), 15_000);
  // Not `npm ci`: it fails where a registry lacks an optional package of another system. The lockfile is kept to all the same, and
  // with --no-save not written. No scripts: newer versions of npm ask for leave first, and the one that is needed is run below.
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run('npm', ['install', ...flags], { cwd: root }).finally(() => clearInterval(timer));
  if (code !== 0) process.exit(code);
  await installNode(root);
  rmSync(marker(root));
  process.stderr.write(`The npm packages are installed, after ${seconds()} s.\n`);
}

/** The npm package `node` gets its executable by a script that runs before its installation; npm links to it only after that. */
async function installNode(root) {
  const folder = join(root, 'node_modules', 'node');
  const script = join(folder, 'installArchSpecificPackage.js');
  const executable = join(folder, 'bin', 'node');
  if (!existsSync(script)) return;
  if (!existsSync(executable)) {
    await run(process.execPath, [script], { cwd: folder, env: { ...process.env, npm_config_loglevel: 'error' } });
  }
  if (!existsSync(executable)) return;
  rmSync(bundledNode(root), { force: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), bundledNode(root));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install(process.argv[2]).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
