import { callsOf, signalsOf } from './signals';
import type { ServiceRecording, ServiceResult, TargetService } from './types';

/** Of a run the services' golden signals over its measured window, in the order of the target. */
export function serviceResults(
  recordings: Readonly<Record<string, ServiceRecording>>,
  services: readonly TargetService[] = [],
  { measuredFrom, measuredTo }: { readonly measuredFrom: number; readonly measuredTo: number },
): Record<string, ServiceResult> {
  return Object.fromEntries(
    services.map((service): [string, ServiceResult] => {
      const recording = recordings[service.name] ?? { replicas: [], pods: [], series: {} };
      const reason =
        recording.series['requests']?.reason ?? (recording.series['requests'] ? undefined : 'nothing was recorded');
      return [
        service.name,
        {
          signals: signalsOf(recording, service, measuredFrom, measuredTo),
          calls: callsOf(recording, measuredFrom, measuredTo),
          ...(reason !== undefined && { reason }),
        },
      ];
    }),
  );
}
