import { join } from 'node:path';

import type { AgentSettings } from '../../agent/settings';
import type { ClusterParts } from '../../types';
import { controlGroup, files, type Layout } from '../layout';
import { agentName, serviceDir, type Service } from './service';

/** All that the node agent is told, by a file: it reads no environment. */
export interface AgentFile {
  readonly layout: Layout;
  /** The cluster's block of addresses. */
  readonly block: number;
  readonly settings: AgentSettings;
  readonly parts: ClusterParts;
}

const program = join(__dirname, '..', '..', 'agent', 'main.ts');

/** The node agent. It is no part of the control plane that Kubernetes has, and runs beside it. `path`: where it finds its helpers. */
export function nodeAgent(
  layout: Layout,
  block: number,
  settings: AgentSettings,
  parts: ClusterParts,
  path: string,
): Service {
  const file = files.agent(layout);
  const content: AgentFile = { layout, block, settings, parts };
  return {
    name: agentName,
    dir: serviceDir(layout, agentName),
    group: controlGroup(layout),
    env: { PATH: path },
    files: { [file]: `${JSON.stringify(content, undefined, 2)}\n` },
    command: [process.execPath, '--import', require.resolve('tsx'), program, file],
  };
}
