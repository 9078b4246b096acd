#!/bin/sh
# Runs a TypeScript file of this project with the Node that is installed in it: launch.sh FILE ARGUMENTS...
# Called by the plugins' executables, with any working directory.
here=$(dirname -- "$(readlink -f -- "$0")")
node="$here/../../node_modules/.bin/node"
if [ ! -x "$node" ] && node=node && ! node -e 'process.exit(parseInt(process.versions.node) >= 22 ? 0 : 1)' 2>/dev/null; then
  root=$(dirname -- "$(dirname -- "$here")")
  echo "This plugin needs Node 22 or newer, and there is none in $root/node_modules/.bin nor on PATH: run \"npm install\" in $root." >&2
  exit 1
fi
exec "$node" "$here/boot.js" "$@"
