import { byServiceName, seenGraph, withWaits, type Seen } from '../services/seen';
import { chosenSource, sourcesIn } from '../services/source';
import type { GraphNode, SignalSource, TargetService } from '../services/types';
import type { ExperimentSpec, Recording } from '../types';
import { bottleneck } from './analyse';
import { levelsOf } from './levels';
import { withQueues } from './queues';
import type { Bottleneck, Level } from './types';
import { witnesses } from './witnesses';

export interface Judged {
  readonly levels: readonly Level[];
  /** The services and their calls: as configured, or by the mesh as seen. */
  readonly graph: readonly GraphNode[];
  readonly found: Bottleneck;
}

/** Which service to scale first, from what was recorded. @param asked whose signals; by default experiments/services/source.ts chooses */
export function judge(
  recording: Recording,
  spec: ExperimentSpec,
  services: readonly TargetService[],
  asked?: SignalSource,
): Judged {
  const recordings = recording.services ?? {};
  const source = asked ?? chosenSource(recordings, services);
  const levels = levelsOf(recording, spec, services, source);
  const both = sourcesIn(recordings, services).length > 1;
  const judged = source === 'mesh' ? byMesh(levels, services) : { levels, graph: services };
  const found = bottleneck(judged.levels, judged.graph, source);
  const said = witnesses(found, { ...judged, source, both });
  return { levels: judged.levels, graph: judged.graph, found: { ...found, evidence: [...found.evidence, ...said] } };
}

/** The levels as the mesh sees them, with the graph of the calls that it saw. */
export function byMesh(
  levels: readonly Level[],
  services: readonly TargetService[],
): { readonly levels: Level[]; readonly graph: readonly GraphNode[]; readonly seen: Seen } {
  const named = levels.map((level) => ({ ...level, services: byServiceName(level.services, services) }));
  const seen = seenGraph(
    services,
    named.map((level) => level.services),
  );
  const waiting = named.map((level) => ({ ...level, services: withWaits(level.services, seen) }));
  return { levels: withQueues(waiting), graph: seen.graph, seen };
}
