import { percentile } from '../experiments/slis/percentile';
import type { Spent } from './podUsage';

/** Without the mesh, or with sidecars before load generator and workload. */
export type Arm = 'without' | 'with';

/** Which is measured when: one after the other, so that what changes on the machine meanwhile is in both. */
export const order = (repeats: number): Arm[] =>
  Array.from({ length: repeats }, (): Arm[] => ['without', 'with']).flat();

/** One load. */
export interface MeshRun {
  readonly arm: Arm;
  /** Of the requests after the warm-up, ms. */
  readonly latencies: readonly number[];
  /** All requests, warm-up included, and those that failed. */
  readonly requests: number;
  readonly failed: number;
  /** Of load, warm-up included. */
  readonly seconds: number;
  /** By the name of the container, of all pods of the workload. */
  readonly spent: Readonly<Record<string, Spent>>;
}

/** What a container of the workload's pods costs. */
export interface ContainerCost {
  /** Of all pods, while the load lasts. */
  readonly cores: number;
  /** Core-seconds. */
  readonly per1000: number;
  /** Of one pod. */
  readonly memoryMiB: number;
}

export interface ArmCost {
  readonly p50: number;
  readonly p99: number;
  /** By the name of the container, and `pod` for all of them. */
  readonly containers: Readonly<Record<string, ContainerCost>>;
}

/** More failed requests than this share, and their latencies say nothing. */
const MOST_FAILED = 0.01;

/**
 * All runs of an arm together: percentiles of all requests, CPU of all runs over all their requests, memory as the mean of the runs.
 * @throws where there is no run, or too many requests failed
 */
export function costOf(all: readonly MeshRun[], arm: Arm): ArmCost {
  const runs = all.filter((run) => run.arm === arm);
  const sum = (of: (run: MeshRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const [requests, failed, seconds] = [sum((run) => run.requests), sum((run) => run.failed), sum((run) => run.seconds)];
  if (!(failed <= MOST_FAILED * requests))
    throw new Error(`${arm} the mesh ${failed} of ${requests} requests failed: there is no latency to compare.`);
  const latencies = runs.flatMap((run) => run.latencies).sort((a, b) => a - b);
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  if (p50 === null || p99 === null) throw new Error(`${arm} the mesh no request was answered after the warm-up.`);
  const names = [...new Set(runs.flatMap(({ spent }) => Object.keys(spent)))];
  const containers = Object.fromEntries(
    names.map((name): [string, ContainerCost] => {
      const cpuSeconds = sum(({ spent }) => spent[name]?.cpuSeconds ?? 0);
      const memory = sum(({ spent }) => spent[name]?.memoryBytes ?? 0) / runs.length;
      return [
        name,
        { cores: cpuSeconds / seconds, per1000: (1000 * cpuSeconds) / requests, memoryMiB: memory / 2 ** 20 },
      ];
    }),
  );
  return { p50, p99, containers: { ...containers, pod: together(Object.values(containers)) } };
}

function together(costs: readonly ContainerCost[]): ContainerCost {
  const sum = (of: keyof ContainerCost): number => costs.reduce((total, cost) => total + cost[of], 0);
  return { cores: sum('cores'), per1000: sum('per1000'), memoryMiB: sum('memoryMiB') };
}

export const HEAD = ['', 'without', 'with sidecars', 'ratio'] as const;

/** A row for each figure: what it is without the mesh, with it, and how many times as much. */
export function costRows(without: ArmCost, mesh: ArmCost): string[][] {
  const row = (what: string, of: (cost: ArmCost) => number | undefined, digits: number): string[] => {
    const [before, after] = [of(without), of(mesh)];
    return [what, shown(before, digits), shown(after, digits), ratio(before, after)];
  };
  const names = [...new Set([...Object.keys(without.containers), ...Object.keys(mesh.containers)])];
  const figures = [
    ['CPU of all pods, cores', 'cores', 3],
    ['CPU of 1,000 requests, core-seconds', 'per1000', 2],
    ['memory of a pod, MiB', 'memoryMiB', 0],
  ] as const;
  return [
    row('latency p50, ms', ({ p50 }) => p50, 2),
    row('latency p99, ms', ({ p99 }) => p99, 2),
    ...figures.flatMap(([what, figure, digits]) => [
      row(what, ({ containers }) => containers['pod']?.[figure], digits),
      ...names
        .filter((name) => name !== 'pod')
        .map((name) => row(`– of it ${name}`, ({ containers }) => containers[name]?.[figure], digits)),
    ]),
  ];
}

const shown = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '–';

function ratio(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === 0) return '–';
  return (after / before).toFixed(2);
}
