import { MESH } from './mesh';
import { meshResult } from './meshSignals';
import { callsOf, signalsOf } from './signals';
import type { ServiceRecording, ServiceResult, SignalSource, TargetService } from './types';

export const SIGNAL_SOURCES: readonly SignalSource[] = ['app', 'mesh'];

type Recordings = Readonly<Record<string, ServiceRecording>>;

const counted = (recording: ServiceRecording | undefined, source: SignalSource): boolean =>
  (recording?.series[source === 'mesh' ? `${MESH}requests` : 'requests']?.points.length ?? 0) > 0;

/** Who counted requests of any of the services. */
export function sourcesIn(recordings: Recordings, services: readonly Pick<TargetService, 'name'>[]): SignalSource[] {
  return SIGNAL_SOURCES.filter((source) => services.some(({ name }) => counted(recordings[name], source)));
}

/**
 * Whose signals are used where nobody says: the applications' own, which say more (queues, pools, threads), unless there is a service that only
 * the mesh counted.
 */
export function chosenSource(recordings: Recordings, services: readonly Pick<TargetService, 'name'>[]): SignalSource {
  if (!sourcesIn(recordings, services).includes('mesh')) return 'app';
  const onlyMesh = ({ name }: Pick<TargetService, 'name'>) =>
    counted(recordings[name], 'mesh') && !counted(recordings[name], 'app');
  return services.some(onlyMesh) ? 'mesh' : 'app';
}

/** A service over [from, to], ms since the epoch, by that source. */
export function resultOf(
  recording: ServiceRecording,
  service: TargetService,
  from: number,
  to: number,
  source: SignalSource,
): ServiceResult {
  if (source === 'mesh') return meshResult(recording, service, from, to);
  const { requests } = recording.series;
  const reason = requests === undefined ? 'nothing was recorded' : requests.reason;
  return {
    signals: signalsOf(recording, service, from, to),
    calls: callsOf(recording, from, to),
    ...(reason !== undefined && { reason }),
  };
}
