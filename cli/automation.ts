import { dirname } from 'node:path';
import { LocalWorkspace, PulumiCommand, type EngineEvent, type Stack } from '@pulumi/pulumi/automation';
import { projectDir } from '../toolchain/paths';
import { withEnvironment } from './environment';
import type { Pulumi } from './pulumi';

/** The stack for updates by program, with Pulumi's Automation API; it is made if it is not there. */
export async function openStack(pulumi: Pulumi): Promise<Stack> {
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
    { envVars, pulumiCommand },
  );
}

/** What an event of an update says to a person while it lasts; undefined for most. */
export function statusOf({ diagnosticEvent, resourcePreEvent }: EngineEvent): string | undefined {
  if (diagnosticEvent?.ephemeral === true) return plain(diagnosticEvent.message);
  const metadata = resourcePreEvent?.metadata;
  return metadata === undefined || metadata.op === 'same'
    ? undefined
    : `${metadata.op} ${metadata.urn.split('::').at(-1) ?? ''}`;
}

/** Without the marks of colours, which the engine leaves to its display. */
const plain = (message: string): string => message.replaceAll(/<\{%[^%]*%\}>/g, '').trim();
