import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { join } from 'node:path';

import { connect, type Api } from './api/client';
import { nodeReadiness, taintsOf } from './api/nodes';
import { checkBlock, writeClaim } from './claims';
import { endpointOf, planOf, type Plan } from './context';
import { registrationOf, registrationPatch } from './nodes';
import { kubeletAccess } from './plan/access';
import { nodeAddress } from './plan/addresses';
import { groupDirs, type Hierarchies } from './plan/cgroups';
import { coredns } from './plan/coredns';
import { kubeconfig } from './plan/kubeconfig';
import { controlGroup, files, kubeconfigFile, nodeLayout, type Layout } from './plan/layout';
import { nodeServiceNames } from './plan/services';
import { controlPlaneCertificates, nodeCertificates } from './pki/certificates';
import { certificateFile, ensureCertificates, keyFile } from './pki/store';
import { writeRecord, type ClusterRecord, type NodeRecord } from './record';
import { machineLock, stopAll } from './remove';
import { ensureGroups, removeGroup } from './system/cgroups';
import { answers } from './system/dns';
import { writeIfChanged } from './system/files';
import { ensureImages } from './system/images';
import { withLock } from './system/lock';
import { machine } from './system/machine';
import type { NodeProcess } from './plan/networkScript';
import { ensureNetwork, removeNodeNetwork } from './system/network';
import { problemsOf } from './status';
import {
  holdAll,
  isRunning,
  lastWords,
  logFolder,
  removal,
  restart,
  retire,
  start,
  supervisedNodes,
  writeServices,
} from './system/services';
import { isRunsvdir, servicePid, startSupervisor, supervisorPid } from './system/supervisor';
import { waitFor } from './system/wait';
import type { ClusterParts, UpOptions } from './types';

/** Longest waits, in milliseconds: generous, for a machine that is busy with other things. */
const patience = { supervisor: 20_000, containerd: 60_000, api: 120_000, nodes: 120_000, dns: 120_000 } as const;

/** Makes keys, certificates and the kubeconfigs that name them. */
async function ensureIdentities({ layout, addresses, record }: Plan): Promise<void> {
  const pki = files.pki(layout);
  await ensureCertificates(pki, [
    ...controlPlaneCertificates(addresses.gateway, addresses.kubernetes),
    ...record.nodes.flatMap(({ index, name }) => nodeCertificates(`n${index}`, name, nodeAddress(record.block, index))),
  ]);
  const write = (who: string, certificate: string): void => {
    const identity = {
      caFile: certificateFile(pki, 'ca'),
      certificateFile: certificateFile(pki, certificate),
      keyFile: keyFile(pki, certificate),
    };
    writeIfChanged(kubeconfigFile(layout, who), kubeconfig(record.name, endpointOf(addresses), identity));
  };
  for (const who of ['controller-manager', 'scheduler', 'proxy']) write(who, who);
  for (const { index } of record.nodes) write(nodeServiceNames(index).kubelet, `n${index}-client`);
}

/** Folders and control groups. Under the machine's lock: another cluster's end removes what seems to be empty. */
async function ensurePlaces(plan: Plan, hierarchies: Hierarchies, options: UpOptions): Promise<void> {
  const { layout, record } = plan;
  const { signal } = options;
  await withLock(machineLock, { signal }, () => {
    mkdirSync(layout.run, { recursive: true, mode: 0o700 });
    writeClaim(layout, record.block);
    ensureGroups(hierarchies, plan.groups);
    return Promise.resolve();
  });
  const folders = record.nodes
    .map(({ index }) => nodeLayout(layout, index))
    .flatMap(({ run, lib, log }) => [run, lib, log]);
  for (const dir of [files.logs(layout), files.etcd(layout), ...folders])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/** Takes away the local parts of nodes that are no longer in the record, finished or not. */
async function removeOldNodes(
  { layout, addresses, record }: Plan,
  hierarchies: Hierarchies,
  supervisor: number,
): Promise<void> {
  const wanted = new Set(record.nodes.map(({ index }) => index));
  const supervised = new Set(supervisedNodes(layout));
  const folders = readdirSync(join(layout.state, 'nodes')).map((name) => Number(name.slice(1)));
  const old = [...new Set([...supervised, ...folders])].filter((index) => !wanted.has(index));
  for (const index of old) {
    const node = nodeLayout(layout, index);
    const names = nodeServiceNames(index);
    const retired = supervised.has(index) ? [retire(layout, names.supervisor)] : [];
    await removeGroup(hierarchies, node.group);
    await removeNodeNetwork(addresses, index, supervisor);
    const identity = ['client', 'server'].map((kind) => `n${index}-${kind}`);
    const keys = identity.flatMap((file) => [
      certificateFile(files.pki(layout), file),
      keyFile(files.pki(layout), file),
    ]);
    const logs = Object.values(names).map((name) => logFolder(layout, name));
    const paths = [...retired, ...keys, ...logs, kubeconfigFile(layout, names.kubelet), node.run, node.state];
    for (const path of paths) rmSync(path, removal);
  }
}

/** Starts the nodes' own supervisors, which make the nodes' namespaces, and gives their ids. */
function startNodeSupervisors({ layout, record }: Plan, signal: AbortSignal): Promise<NodeProcess[]> {
  return Promise.all(
    record.nodes.map(async ({ index, name }) => {
      const service = nodeServiceNames(index).supervisor;
      await start(layout, service, signal);
      const what = `node ${name}: supervisor started`;
      const hint = (): string => lastWords(layout, service);
      const pid = await waitFor({ what, timeout: patience.supervisor, interval: 5, signal, hint }, () => {
        const found = servicePid(layout, service);
        return found !== undefined && isRunsvdir(found) ? found : undefined;
      });
      return { index, pid };
    }),
  );
}

const listens = (socket: string): Promise<true | undefined> =>
  new Promise((resolve) => {
    const connection = dial(socket);
    connection.once('error', () => resolve(undefined));
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
  });

/** Starts a node's services, each as soon as what it needs is there. */
async function startNode(
  layout: Layout,
  node: NodeRecord,
  parts: ClusterParts,
  images: ClusterRecord['images'],
  apiReady: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const names = nodeServiceNames(node.index);
  const { socket } = nodeLayout(layout, node.index);
  await start(layout, names.containerd, signal);
  await waitFor(
    {
      what: `node ${node.name}: containerd answers`,
      timeout: patience.containerd,
      interval: 20,
      signal,
      hint: () => lastWords(layout, names.containerd),
    },
    () => listens(socket),
  );
  await Promise.all([
    ensureImages(parts.tools.ctr, socket, [parts.images.pause, parts.images.coredns, ...images], signal),
    apiReady.then(() => Promise.all([start(layout, names.kubelet, signal), start(layout, names.proxy, signal)])),
  ]);
}

/** Tells the API server about nodes that are gone, and of labels and taints that changed. */
async function ensureRegistrations(api: Api, plan: Plan): Promise<ClusterRecord> {
  const { layout, record } = plan;
  for (const name of record.removed) await api.delete(`/api/v1/nodes/${name}`);
  for (const node of record.nodes) {
    if (!node.registered) continue;
    const patch = registrationPatch(node, await taintsOf(api, node.name));
    if (patch) await api.patch(`/api/v1/nodes/${node.name}`, patch);
  }
  const nodes = record.nodes.map((node) => ({ ...node, registered: registrationOf(node) }));
  const settled = { ...record, nodes, removed: [] };
  writeRecord(layout, settled);
  return settled;
}

const nodesReady = (api: Api, { layout, record }: Plan, signal: AbortSignal): Promise<true> => {
  let missing: NodeRecord[] = [...record.nodes];
  return waitFor(
    {
      what: 'all nodes Ready',
      timeout: patience.nodes,
      interval: 100,
      signal,
      hint: () =>
        missing
          .map(({ index, name }) => `node ${name}: ${lastWords(layout, nodeServiceNames(index).kubelet)}`)
          .join('\n'),
    },
    async () => {
      const readiness = await nodeReadiness(api);
      missing = record.nodes.filter(({ name }) => readiness.get(name) !== true);
      return missing.length === 0 ? true : undefined;
    },
  );
};

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
    holdAll(services);
    supervisor = await startSupervisor(layout, tools, groupDirs(hierarchies, controlGroup(layout)), signal);
  }
  await removeOldNodes(plan, hierarchies, supervisor);
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
    const settled = await ensureRegistrations(api, plan);
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
