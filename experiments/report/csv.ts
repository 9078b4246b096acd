import type { TimelineRow } from '../slis/timeline';
import type { KubeEvent } from '../types';

type Cell = string | number | null;

/** Decimals in the files; finer than anything that is measured here. */
const DECIMALS = 4;

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toFixed(DECIMALS))) : '';
  // A cell that begins like a formula would be run by a spreadsheet; one with a separator or quote is quoted (RFC 4180).
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of comma-separated cells, RFC 4180 but for the line ends; an empty cell is a value that is not known. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Column names carry the unit. */
const TIMELINE: readonly (readonly [header: string, value: (row: TimelineRow) => Cell])[] = [
  ['time', ({ time }) => new Date(time).toISOString()],
  ['second', ({ second }) => second],
  ['phase', ({ phase }) => phase],
  ['offered_rps', ({ offered }) => offered],
  ['sent_rps', ({ sent }) => sent],
  ['dropped_rps', ({ dropped }) => dropped],
  ['served_rps', ({ served }) => served],
  ['failed_rps', ({ failed }) => failed],
  ['latency_p50_ms', ({ p50 }) => p50],
  ['latency_p95_ms', ({ p95 }) => p95],
  ['latency_p99_ms', ({ p99 }) => p99],
  ['replicas_desired', ({ desired }) => desired],
  ['replicas_created', ({ created }) => created],
  ['replicas_ready', ({ ready }) => ready],
  ['nodes_ready', ({ nodesReady }) => nodesReady],
  ['metric', ({ metric }) => metric],
  ['metric_target', ({ target }) => target],
  ['cpu_requested_cores', ({ cpuRequested }) => cpuRequested],
  ['cpu_usage_cores', ({ cpuUsage }) => cpuUsage],
  ['cpu_throttled_share', ({ cpuThrottled }) => cpuThrottled],
  ['vpa_target_cpu_cores', ({ vpaCpu }) => vpaCpu],
  ['vpa_target_memory_bytes', ({ vpaMemory }) => vpaMemory],
];

export function timelineCsv(rows: readonly TimelineRow[]): string {
  return csv(
    TIMELINE.map(([header]) => header),
    rows.map((row) => TIMELINE.map(([, value]) => value(row))),
  );
}

export function eventsCsv(events: readonly KubeEvent[], loadStart: number | null): string {
  return csv(
    ['time', 'second', 'kind', 'name', 'reason', 'message', 'count'],
    events.map(({ time, kind, name, reason, message, count }) => [
      new Date(time).toISOString(),
      loadStart === null ? null : (time - loadStart) / 1000,
      kind,
      name,
      reason,
      message,
      count,
    ]),
  );
}
