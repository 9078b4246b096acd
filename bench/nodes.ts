/** Time from a Node object to a node that is Ready, by the agent's journal, and from its end to nothing being left. */
import { down, info, up, type ClusterSpec } from '../embedded';
import { readJournal, type Happening } from '../embedded/agent/journal';
import { connect } from '../embedded/api/client';
import { layoutFor } from '../embedded/context';
import { toolchainParts } from '../embedded/parts';
import { files } from '../embedded/plan/layout';
import { waitFor } from '../embedded/system/wait';
import { Kubectl } from '../test/support/kubectl';
import { pooledNode } from '../test/support/pooledNode';
import { nodeTimes, stages } from './nodeTimes';
import { options } from './options';
import { table } from './table';

/** Claim to Ready, seconds, in the mean: what starting such a node by hand took, before there was an agent. */
const BOUND = 1.5;

const spec: ClusterSpec = {
  name: 'bench-nodes',
  nodes: [{ name: 'node-1', cpu: 1, memory: 1024 ** 3 }],
  agent: { maxNodes: 1 },
};

/** Waits until the journal says so of a node. */
const happened = (node: string, event: Happening): Promise<true> =>
  waitFor({ what: `node ${node}: ${event}`, timeout: 60_000, interval: 20 }, () =>
    readJournal(layoutFor(spec.name)).some((entry) => entry.node === node && entry.event === event) ? true : undefined,
  );

async function main(): Promise<void> {
  const { runs, json } = options('Time from the claim of a node to Ready, mean and worst.');
  const report = (message: string): void => console.error(message);
  try {
    await up(spec, { report: () => undefined, parts: await toolchainParts({ report }) });
    const { kubeconfig, endpoint } = await info(spec.name);
    const kubectl = new Kubectl(kubeconfig);
    const api = connect(endpoint, files.pki(layoutFor(spec.name)));
    try {
      for (let run = 1; run <= runs; run++) {
        const node = `bench-${run}`;
        const object = JSON.stringify(pooledNode(node, { cpu: 0.5, memory: 512 }));
        await kubectl.run(['create', '--raw', '/api/v1/nodes', '-f', '-'], object);
        await happened(node, 'ready');
        await api.delete(`/api/v1/nodes/${node}`);
        await happened(node, 'removed');
        report(`node ${run} of ${runs}`);
      }
    } finally {
      api.close();
      kubectl.dispose();
    }
    const times = nodeTimes(readJournal(layoutFor(spec.name)));
    const claimToReady = times['claim to Ready']?.mean ?? Infinity;
    const bound = { seconds: BOUND, ratio: BOUND / claimToReady, met: claimToReady <= BOUND };
    if (!bound.met) process.exitCode = 1;
    if (json) console.log(JSON.stringify({ stages: times, bound }, undefined, 2));
    else {
      const rows = stages.map(({ name }) => {
        const { mean, worst } = times[name] ?? { mean: NaN, worst: NaN };
        return [name, mean.toFixed(2), worst.toFixed(2)];
      });
      console.log(table([`${runs} nodes (s)`, 'mean', 'worst'], rows));
      console.log(
        `bound ${BOUND} s: ${bound.met ? 'met' : 'MISSED'}, ${bound.ratio.toFixed(2)} times the mean from claim to Ready`,
      );
    }
  } finally {
    await down(spec.name, { report: () => undefined });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
