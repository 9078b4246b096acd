import type { Entry, Happening } from '../embedded/agent/journal';

interface Stage {
  readonly name: string;
  readonly from: Happening;
  readonly to: Happening;
}

/** What a node's time is divided into. */
export const stages: readonly Stage[] = [
  { name: 'claim to Ready', from: 'claimed', to: 'ready' },
  { name: '  claim to launch', from: 'claimed', to: 'launched' },
  { name: '  launch to kubelet started', from: 'launched', to: 'started' },
  { name: '  kubelet started to registered', from: 'started', to: 'registered' },
  { name: '  registered to Ready', from: 'registered', to: 'ready' },
  { name: 'gone to removed', from: 'gone', to: 'removed' },
];

/** Mean and longest of each stage over all nodes of a journal that have both of its ends, in seconds. */
export function nodeTimes(entries: readonly Entry[]): Record<string, { mean: number; worst: number }> {
  const nodes = [...new Set(entries.map(({ uid }) => uid))];
  return Object.fromEntries(
    stages.flatMap(({ name, from, to }) => {
      const times = nodes.flatMap((node) => {
        const at = (event: Happening): number =>
          Date.parse(entries.find(({ uid, event: found }) => uid === node && found === event)?.time ?? 'never');
        const seconds = (at(to) - at(from)) / 1000;
        return Number.isNaN(seconds) ? [] : [seconds];
      });
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      return times.length === 0 ? [] : [[name, { mean, worst: Math.max(...times) }]];
    }),
  );
}
