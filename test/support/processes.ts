import { readdirSync, readFileSync } from 'node:fs';

/** Numbers of the processes of this machine that run `program` and whose command line or control group contains `mark`. */
export function processesOf(program: string, mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = read(`/proc/${pid}/cmdline`).split('\0');
      const isProgram = command[0] === program || command[0]?.endsWith(`/${program}`);
      return isProgram && (command.join(' ').includes(mark) || read(`/proc/${pid}/cgroup`).includes(mark));
    })
    .map(Number);
}

/** Empty for a process that is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
