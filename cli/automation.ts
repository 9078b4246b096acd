import { dirname } from 'node:path';
import { LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { projectDir } from '../toolchain/paths';
import { withEnvironment } from './environment';
import type { Pulumi } from './pulumi';

/**
 * The stack for updates by program, with Pulumi's Automation API; it is made if it is not there.
 * @param variables of the environment, besides those of the commands
 */
export async function openStack(pulumi: Pulumi, variables: Readonly<Record<string, string>> = {}): Promise<Stack> {
  // The CLI that the commands use: the one of PATH, or ours.
  const own = pulumi.environment.pathPrefix.includes(dirname(pulumi.executable));
  const pulumiCommand = await PulumiCommand.get(own ? { root: dirname(dirname(pulumi.executable)) } : {});
  const envVars = Object.fromEntries(
    Object.entries(withEnvironment({ PATH: process.env['PATH'] }, pulumi.environment)).map(([name, value]) => [
      name,
      value ?? '',
    ]),
  );
  return LocalWorkspace.createOrSelectStack(
    { stackName: pulumi.stack, workDir: projectDir },
    { envVars: { ...envVars, ...variables }, pulumiCommand },
  );
}

/** `OPERATION TYPE NAME creating (12s) MESSAGE`, as the engine prints what a resource is at. */
const STATUS =
  /^\s*\S+\s+\S+:\S+ (\S+) (?:creating|updating|deleting)(?: \w+)? \(\d+s\) (?:\[diff: [^\]]*\];? ?)?(\S.*)$/;

/** What a line of an update's output says of a resource that takes its time; undefined for most. */
export function statusOf(line: string): string | undefined {
  const [, name, message] = STATUS.exec(line) ?? [];
  return name === undefined ? undefined : `${name}: ${message}`;
}
