// What the npm scripts call: `node cli/run.mjs COMMAND ...`. Plain JavaScript for Node 20, without a package: it installs the
// packages where that is needed and hands over to main.ts, under the Node 22 that is one of them.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const version = process.versions.node;
if (Number(version.split('.')[0]) < 20) {
  fail(`Node ${version} is too old: 20 or newer is needed, from https://nodejs.org or your system's packages.`);
}

/** Runs main.ts; what ends this process ends it, and its exit code is this one's. */
function start(node) {
  const leash = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'TERM'] : [];
  const hook = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const [program, ...args] = [...leash, node, '--import', hook, join(root, 'cli', 'main.ts'), ...process.argv.slice(2)];
  const child = spawn(program, args, {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

// Imported only now, so that an old Node gets as far as the message above.
const { ensurePackages, nodeExecutable } = await import('./packages.mjs');
try {
  await ensurePackages(root, (line) => process.stderr.write(`${line}\n`));
  start(nodeExecutable(root));
} catch (error) {
  fail(process.env.DEBUG ? error.stack : error.message);
}
