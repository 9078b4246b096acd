#!/bin/sh
# Runs a TypeScript file of this project with the Node that is installed in it: launch.sh FILE ARGUMENTS...
# Called by the plugins' executables, with any working directory.
root=$(cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
node="$root/node_modules/.bin/node"
if [ ! -x "$node" ] && node=node && ! node -e 'process.exit(parseInt(process.versions.node) >= 22 ? 0 : 1)' 2>/dev/null; then
  echo "This plugin needs Node 22 or newer, and there is none in $root/node_modules/.bin nor on PATH: run \"npm install\" in $root." >&2
  exit 1
fi
# tsx's CommonJS hook starts in 30 ms and keeps what it compiled; its --import form takes twice that.
exec "$node" -r "$root/node_modules/tsx/dist/cjs/index.cjs" "$@"
