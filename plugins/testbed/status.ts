/** Variable with the seconds between lines about the load: 1 where a line replaces the one before, as in a terminal. @default 10 */
export const STATUS_VARIABLE = 'TESTBED_STATUS_SECONDS';
const SECONDS = 10;

/** Gives on one line of every so many, the first to begin with. @param wanted how many, as the variable has it */
export function thinned(wanted: string | undefined, give: (line: string) => void): (line: string) => void {
  const asked = Number(wanted);
  const every = Number.isInteger(asked) && asked > 0 ? asked : SECONDS;
  let count = 0;
  return (line) => {
    if (count++ % every === 0) give(line);
  };
}
