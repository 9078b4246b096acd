import { byServiceName, seenGraph, withWaits } from './seen';
import { chosenSource, resultOf } from './source';
import type { ServiceRecording, ServiceResult, TargetService } from './types';

/** Of a run the services' golden signals over its measured window, in the order of the target, by `chosenSource`. */
export function serviceResults(
  recordings: Readonly<Record<string, ServiceRecording>>,
  services: readonly TargetService[] = [],
  { measuredFrom, measuredTo }: { readonly measuredFrom: number; readonly measuredTo: number },
): Record<string, ServiceResult> {
  const source = chosenSource(recordings, services);
  const found = Object.fromEntries(
    services.map((service) => {
      const recording = recordings[service.name] ?? { replicas: [], pods: [], series: {} };
      return [service.name, resultOf(recording, service, measuredFrom, measuredTo, source)];
    }),
  );
  if (source === 'app') return found;
  const named = byServiceName(found, services);
  return withWaits(named, seenGraph(services, [named]));
}
