/**
 * What recording costs: CPU of the process that records, as a share of one core and of its bound, with 100 pods of which one a second is replaced, and
 * with the lines of a real k6 that sends 100 requests/s; on a real embedded cluster. Usage: npm run bench:recording [-- --seconds 25] [-- --json]
 */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { Kube } from '../experiments/kube';
import type { Deployment, Pod } from '../experiments/record/objects';
import type { Target } from '../experiments/types';
import { withLoadCluster } from './loadCluster';
import type { RecordingCost, RecordingOrder } from './recordingProcess';
import { table } from './table';

/** Share of one core, of issue 6. */
const BOUND = 0.05;
const PODS = 100;
const RATE = 100;
const PATH = '/api/v1/namespaces/app/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/app/deployments';

const nodes = ['node-1', 'node-2'].map((name) => ({ name, cpu: 1, memory: 2 * 1024 ** 3 }));

/** A Deployment of pods that do nothing; resolves once all are ready. */
async function deploy(kube: Kube, image: string): Promise<void> {
  const labels = { app: 'app' };
  await kube.call('POST', DEPLOYMENTS, {
    body: {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app' } },
      spec: {
        replicas: PODS,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [{ name: 'app', image, imagePullPolicy: 'Never', resources: { requests: { cpu: '1m' } } }],
          },
        },
      },
    },
  });
  for (let ready = 0; ready < PODS;) {
    await sleep(2000);
    ready = (await kube.call<Deployment>('GET', `${DEPLOYMENTS}/app`)).status?.readyReplicas ?? 0;
    console.error(`${ready} of ${PODS} pods are ready`);
  }
}

/** Deletes a pod a second; the Deployment replaces it. */
async function churn(kube: Kube, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { items } = await kube.call<{ items: Pod[] }>('GET', PATH);
    const old = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).slice(0, 10);
    for (const { metadata } of old) {
      await sleep(1000, undefined, { signal });
      await kube.call('DELETE', `${PATH}/${metadata.name}`);
    }
  }
}

/** What the recording tells: its status lines, where its live page is, and in the end what it cost. */
type Told = string | { readonly address: string } | RecordingCost;

/** Reads a live page's events as a browser does, until it ends. */
async function lookOn(address: string): Promise<void> {
  const response = await fetch(`${address}/events`);
  if (!response.ok) throw new Error(`${address}/events: ${response.status}`);
  await response.text();
}

async function measure(target: Target, seconds: number): Promise<RecordingCost> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-recording-'));
  const child = fork(join(__dirname, 'recordingProcess.ts'), { execArgv: process.execArgv });
  try {
    const { workload, autoscaler } = target;
    const watched = {
      workload: { ...workload, namespace: 'app', deployment: 'app' },
      autoscaler: { name: autoscaler.name, settings: {} },
    };
    child.send({ rate: RATE, target, watched, directory, seconds } satisfies RecordingOrder);
    let cost: RecordingCost | undefined;
    const messages = on(child, 'message', { close: ['exit'] }) as AsyncIterable<[Told]>;
    for await (const [message] of messages) {
      if (typeof message === 'string') continue;
      if ('phases' in message) cost = message;
      else void lookOn(message.address);
    }
    if (cost === undefined) throw new Error(`the recording ended with ${child.exitCode} and told nothing`);
    return cost;
  } finally {
    child.kill();
    rmSync(directory, { recursive: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '25' }, json: { type: 'boolean', default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 5)) throw new Error(`--seconds ${values.seconds}: must be a number from 5 on`);
  const cost = await withLoadCluster('bench-recording', nodes, async ({ kube, target, pauseImage }) => {
    await deploy(kube, pauseImage);
    const stop = new AbortController();
    const churned = churn(kube, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    try {
      return await measure(target, seconds);
    } finally {
      stop.abort();
      await churned;
    }
  });
  const phases = cost.phases.map((phase) => ({ ...phase, share: phase.cpuSeconds / phase.seconds }));
  // What every run has; somebody who looks on is a choice.
  const { share } = phases[1]!;
  if (values.json) console.log(JSON.stringify({ bound: BOUND, pods: PODS, rate: RATE, ...cost, phases, share }));
  else {
    console.log(`${PODS} pods, one a second replaced; ${RATE} requests/s.\n`);
    const seen = Object.entries(cost.seen).map(([kind, count]) => [kind, count.toFixed(1)]);
    console.log(table(['seen', 'a second'], seen));
    const rows = phases.map((phase) => [phase.phase, (phase.share * 100).toFixed(1), (phase.share / BOUND).toFixed(2)]);
    console.log(table(['CPU', '% of one core', `of the bound of ${BOUND * 100} %`], rows));
    console.log(`memory: ${cost.memoryMegabytes.toFixed(0)} MB resident`);
  }
  if (!(share <= BOUND)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
