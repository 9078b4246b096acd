/** The node agent's process: `main.ts FILE`, the file being what `up` has written for it. */
import { readFileSync } from 'node:fs';

import { connect } from '../api/client';
import { endpointOf } from '../context';
import { addressesOf } from '../plan/addresses';
import { files } from '../plan/layout';
import type { AgentFile } from '../plan/services';
import { hierarchies, machine } from '../system/machine';
import { supervisorPid } from '../system/supervisor';
import { NodeAgent } from './agent';

const [, , path = ''] = process.argv;
const { layout, block, settings, parts } = JSON.parse(readFileSync(path, 'utf8')) as AgentFile;
const addresses = addressesOf(block);
const say = (message: string): void => console.error(`${new Date().toISOString()} ${message}`);

const agent = new NodeAgent(
  {
    layout,
    addresses,
    parts,
    settings,
    machine: machine(),
    hierarchies: hierarchies(),
    api: connect(endpointOf(addresses), files.pki(layout)),
    supervisor: () => {
      const pid = supervisorPid(layout);
      if (pid === undefined) throw new Error("the cluster's supervisor does not run");
      return pid;
    },
  },
  say,
);

say(`node agent of ${layout.name}: at most ${settings.maxNodes} nodes`);
// Ended by a signal at any moment, it leaves nothing that it does not find again: there is nothing to tidy up.
agent.run(new AbortController().signal).catch((error: unknown) => {
  say(String(error));
  process.exitCode = 1;
});
