#!/usr/bin/env node
// `npx testbed COMMAND ...` in the project's folder: the same as `npm run testbed -- COMMAND ...`.
process.argv.splice(2, 0, 'testbed');
await import('./run.mjs');
