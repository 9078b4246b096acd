import { connect } from '../api/client';
import { checkBlock } from '../claims';
import { endpointOf, planOf } from '../context';
import { kubeletAccess } from '../plan/access';
import { groupDirs, type Hierarchies } from '../plan/cgroups';
import { coredns } from '../plan/coredns';
import { controlGroup, files, type Layout } from '../plan/layout';
import { agentName } from '../plan/services';
import type { ClusterRecord } from '../record';
import { stopAll } from '../remove';
import { problemsOf } from '../status';
import { answers } from '../system/dns';
import { machine } from '../system/machine';
import { ensureNetwork } from '../system/network';
import { holdAll, isRunning, lastWords, restart, start, writeServices } from '../system/services';
import { startSupervisor, supervisorPid } from '../system/supervisor';
import { waitFor } from '../system/wait';
import type { ClusterParts, UpOptions } from '../types';
import { ensureIdentities } from './identities';
import { agentNodes, removeAgent } from './agent';
import { startNode, startNodeSupervisors } from './nodes';
import { patience } from './patience';
import { ensurePlaces, removeOldNodes } from './places';
import { ensureRegistrations, nodesReady } from './registration';

/**
 * Brings a cluster to what its record says, from whatever is there of it. Gives the record as it is then.
 */
export async function bring(
  layout: Layout,
  record: ClusterRecord,
  parts: ClusterParts,
  hierarchies: Hierarchies,
  options: UpOptions,
): Promise<ClusterRecord> {
  const { report, onPhase } = options;
  const { tools } = parts;
  const plan = planOf(layout, record, parts, machine(), hierarchies);
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;

  let supervisor = supervisorPid(layout);
  if (supervisor === undefined) {
    // What is left of the cluster is of no use without a supervisor; a reboot would have left even less.
    await stopAll(layout, hierarchies, tools.ip);
  }
  await checkBlock(tools.ip, record.block);
  report('network and control groups');
  await ensureIdentities(plan);
  await ensurePlaces(plan, hierarchies, options);
  const services = [...plan.control, ...plan.nodes.flatMap((node) => node.services)];
  const running = new Set(services.map(({ name }) => name).filter((name) => isRunning(layout, name)));
  const changed = writeServices(layout, services, tools.svlogd, hierarchies);
  if (supervisor === undefined) {
    holdAll([...services, ...agentNodes(layout)]);
    supervisor = await startSupervisor(layout, tools, groupDirs(hierarchies, controlGroup(layout)), signal);
  }
  if (!record.agent) await removeAgent(layout, signal);
  const orphans = await removeOldNodes(plan, hierarchies, supervisor);
  const processes = await startNodeSupervisors(plan, signal);
  await ensureNetwork(layout, plan.addresses, processes, supervisor, tools.ip, signal);
  onPhase?.('prepared');

  for (const name of changed) if (running.has(name)) restart(layout, name);
  report('starting the control plane and the nodes');
  await Promise.all([start(layout, 'etcd', signal), start(layout, 'kube-apiserver', signal)]);
  const api = connect(endpointOf(plan.addresses), files.pki(layout));
  try {
    const apiReady = waitFor(
      {
        what: 'API server ready',
        timeout: patience.api,
        interval: 50,
        signal,
        hint: () => [lastWords(layout, 'etcd'), lastWords(layout, 'kube-apiserver')].join('\n'),
      },
      () => api.ready().then(() => true),
    ).then(() => {
      onPhase?.('API server ready');
      report('API server is ready');
    });
    const control = apiReady.then(async () => {
      await Promise.all([start(layout, 'kube-controller-manager', signal), start(layout, 'kube-scheduler', signal)]);
      const manifests = [kubeletAccess, ...coredns(parts.images.coredns.ref, plan.addresses.dns)];
      for (const manifest of manifests) {
        // The namespace kube-system comes a moment after the API server is ready.
        await waitFor(
          { what: `${manifest.kind} ${manifest.metadata.name} applied`, timeout: 30_000, interval: 50, signal },
          () => api.apply(manifest).then(() => true),
        );
      }
    });
    const nodes = plan.nodes.map(({ node }) => startNode(layout, node, parts, record.images, apiReady, signal));
    const ready = apiReady
      .then(() => nodesReady(api, plan, signal))
      .then(() => {
        onPhase?.('nodes ready');
        report(`${record.nodes.length} node${record.nodes.length === 1 ? ' is' : 's are'} Ready`);
      });
    await Promise.all([control, ...nodes, ready]);
    const settled = await ensureRegistrations(api, {
      ...plan,
      record: { ...record, removed: [...record.removed, ...orphans] },
    });
    await waitFor(
      {
        what: 'cluster DNS answers',
        timeout: patience.dns,
        interval: 50,
        signal,
        hint: () => lastWords(layout, 'kube-scheduler'),
      },
      async () => ((await answers(plan.addresses.dns, 'kubernetes.default.svc.cluster.local')) ? true : undefined),
    );
    onPhase?.('DNS answers');
    if (record.agent) await start(layout, agentName, signal);
    // A node whose processes are only just being replaced was Ready all the while, in the eyes of the API server.
    let problems: readonly string[] = [];
    await waitFor(
      { what: 'all is well', timeout: patience.nodes, interval: 100, signal, hint: () => problems.join('\n') },
      async () => ((problems = await problemsOf(layout, settled)).length === 0 ? true : undefined),
    );
    return settled;
  } catch (error) {
    failed.abort(error);
    throw error;
  } finally {
    api.close();
  }
}
