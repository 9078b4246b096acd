import { parseArgs } from 'node:util';

/** Options of every bench; with `--help` it shows them and ends. */
export function options(what: string): { readonly runs: number; readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(`${what}\n\n  --runs N  how often (default 5)\n  --json    the figures for a program`);
    process.exit(0);
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs ${values.runs}: must be a whole number of at least 1`);
  return { runs, json: values.json };
}
