/**
 * What recording costs: CPU of the process that records, as a share of one core and of its bound, with 100 pods of which one a second is replaced, and
 * with the lines of a real k6 that sends 100 requests/s; on a real embedded cluster. Usage: npm run bench:recording [-- --seconds 45] [-- --json]
 */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { Kube } from '../experiments/kube';
import { loadSchema } from '../experiments/load/spec';
import type { Deployment, Pod } from '../experiments/record/objects';
import type { ExperimentSpec, Target } from '../experiments/types';
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

async function measure(target: Target, seconds: number): Promise<RecordingCost> {
  const spec: ExperimentSpec = {
    ...{ name: 'recording', warmup: 0, cooldown: 0, slos: [] },
    load: loadSchema.parse({
      ...{ driver: 'k6', path: '/health', timeout: 2 },
      stages: [{ rate: RATE, duration: seconds + 30 }],
    }),
  };
  const directory = mkdtempSync(join(tmpdir(), 'bench-recording-'));
  const child = fork(join(__dirname, 'recordingProcess.ts'), { execArgv: process.execArgv });
  try {
    const { workload, autoscaler } = target;
    const watched = {
      workload: { ...workload, namespace: 'app', deployment: 'app' },
      autoscaler: { name: autoscaler.name, settings: {} },
    };
    child.send({ spec, target, watched, directory, seconds } satisfies RecordingOrder);
    for await (const [message] of on(child, 'message', { close: ['exit'] }) as AsyncIterable<
      [string | RecordingCost]
    >) {
      if (typeof message !== 'string') return message;
      console.error(message);
    }
    throw new Error(`the recording ended with ${child.exitCode} and told nothing`);
  } finally {
    child.kill();
    rmSync(directory, { recursive: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '45' }, json: { type: 'boolean', default: false } },
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
  const share = cost.cpuSeconds / cost.seconds;
  if (values.json) console.log(JSON.stringify({ bound: BOUND, pods: PODS, ...cost, share, ratio: share / BOUND }));
  else {
    console.log(`${PODS} pods, one a second replaced; ${RATE} requests/s; ${cost.seconds.toFixed(0)} s measured.\n`);
    const rows = Object.entries(cost.seen).map(([kind, count]) => [kind, (count / cost.seconds).toFixed(1)]);
    console.log(table(['seen', 'a second'], rows));
    console.log(
      `CPU: ${(share * 100).toFixed(1)} % of one core, ${(share / BOUND).toFixed(2)} of the bound of ${BOUND * 100} %`,
    );
    console.log(`memory: ${cost.memoryMegabytes.toFixed(0)} MB resident`);
  }
  if (!(share <= BOUND)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
