import { Command } from 'commander';

import { inspect, type Inspection, type PartReport } from './inspect';
import { cacheDir } from './paths';
import { bytes } from './progress/format';

/** A table with aligned columns; the last one is as wide as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  '),
    )
    .join('\n');
}

const stateText = ({ state, problem, remedy }: PartReport): string =>
  [state, ...(problem ? [`: ${problem}`] : []), ...(remedy ? [`; mend it: ${remedy}`] : [])].join('');

const rows = (parts: readonly PartReport[], text: (part: PartReport) => string): string =>
  table([
    ['part', 'version', 'from', 'state'],
    ...parts.map((part) => [part.name, part.version, part.origin, text(part)]),
  ]);

/** What `doctor` prints: what stands in the way first. */
export function render({ ok, findings, parts, optional, cache }: Inspection): string {
  const troubled = parts.filter(({ state }) => state !== 'ready').length;
  return [
    ...findings.map(({ level, what, remedy }) => `${level}: ${what}\n  ${remedy}`),
    ...(findings.length > 0 ? [''] : []),
    rows(parts, stateText),
    '',
    'Add-ons, not needed by the default configuration; what one needs is made when a configuration first asks for it:',
    rows(optional, (part) => (part.state === 'missing' ? 'not made' : stateText(part))),
    '',
    `cache: ${bytes(cache.bytes)} in ${cache.path} (safe to remove; \`npm run setup\` makes it again)`,
    ok ? 'Everything is there.' : `${troubled} of ${parts.length} parts are not ready.`,
  ].join('\n');
}

const program = new Command('npm run doctor --')
  .description(
    'Tells of every part of the testbed: its version, where it is from, whether it is there and undamaged, and how to mend it. ' +
      `Changes nothing. The parts lie in ${cacheDir()}.`,
  )
  .option('--json', 'print JSON instead of a table')
  .option('--quick', 'compare sizes and times only, do not read the files')
  .addHelpText(
    'after',
    '\nFor example: npm run doctor -- --quick\nThe exit code is 0 when everything needed is there, 1 when not, 2 on wrong usage.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(async ({ json, quick }: { json?: boolean; quick?: boolean }) => {
    const inspection = await inspect(!quick);
    console.log(json ? JSON.stringify(inspection, undefined, 2) : render(inspection));
    if (!inspection.ok) process.exitCode = 1;
  });

if (require.main === module) void program.parseAsync();
