import { rmSync } from 'node:fs';

import { isAgents } from '../agent/numbers';
import { files, type Layout } from '../plan/layout';
import { agentName, nodeServiceNames, serviceDir } from '../plan/services';
import { servicePid, startOf } from '../system/supervisor';
import { waitFor } from '../system/wait';
import { logFolder, removal, retire, supervisedNodes } from '../system/services';

/** Folders of the services of the agent's nodes: the agent starts them, and never a supervisor that is itself started anew. */
export const agentNodes = (layout: Layout): { readonly dir: string }[] =>
  supervisedNodes(layout)
    .filter(isAgents)
    .flatMap((index) => Object.values(nodeServiceNames(index)).map((name) => ({ dir: serviceDir(layout, name) })));

/** Ends the agent of a cluster that shall have none any more, before its nodes are removed. Its journal stays. */
export async function removeAgent(layout: Layout, signal: AbortSignal): Promise<void> {
  const pid = servicePid(layout, agentName);
  const retired = retire(layout, agentName);
  if (retired === undefined) return;
  if (pid !== undefined) {
    await waitFor({ what: 'node agent ended', timeout: 15_000, interval: 20, signal }, () =>
      startOf(pid) === undefined ? true : undefined,
    );
  }
  for (const path of [retired, logFolder(layout, agentName), files.agent(layout)]) rmSync(path, removal);
}
