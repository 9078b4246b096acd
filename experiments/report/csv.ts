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
const TIMELINE: readonly (readonly [header: string, field: keyof TimelineRow])[] = [
  ['time', 'time'],
  ['second', 'second'],
  ['phase', 'phase'],
  ['offered_rps', 'offered'],
  ['sent_rps', 'sent'],
  ['dropped_rps', 'dropped'],
  ['served_rps', 'served'],
  ['failed_rps', 'failed'],
  ['failed_timeout_rps', 'failedTimeout'],
  ['failed_connection_rps', 'failedConnection'],
  ['failed_5xx_rps', 'failedServer'],
  ['failed_4xx_rps', 'failedClient'],
  ['failed_other_rps', 'failedOther'],
  ['slo_violated', 'violated'],
  ['latency_p50_ms', 'p50'],
  ['latency_p95_ms', 'p95'],
  ['latency_p99_ms', 'p99'],
  ['replicas_desired', 'desired'],
  ['replicas_created', 'created'],
  ['replicas_ready', 'ready'],
  ['replicas_demand', 'demand'],
  ['nodes_ready', 'nodesReady'],
  ['metric', 'metric'],
  ['metric_target', 'target'],
  ['cpu_requested_cores', 'cpuRequested'],
  ['cpu_usage_cores', 'cpuUsage'],
  ['cpu_throttled_share', 'cpuThrottled'],
  ['memory_max_bytes', 'memoryMax'],
  ['vpa_target_cpu_cores', 'vpaCpu'],
  ['vpa_target_memory_bytes', 'vpaMemory'],
];

export function timelineCsv(rows: readonly TimelineRow[]): string {
  return csv(
    TIMELINE.map(([header]) => header),
    rows.map((row) => TIMELINE.map(([, field]) => (field === 'time' ? new Date(row.time).toISOString() : row[field]))),
  );
}

/**
 * Reads a timeline.csv; what it does not have is null.
 * @throws Error where a line has not as many cells as the header
 */
export function parseTimeline(text: string): TimelineRow[] {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const fields = header.split(',').map((name) => TIMELINE.find(([own]) => own === name)?.[1]);
  const unknown = Object.fromEntries(TIMELINE.map(([, field]) => [field, null]));
  return lines.map((line, index) => {
    const cells = line.split(',');
    if (cells.length !== fields.length)
      throw new Error(`Line ${index + 2} of timeline.csv has ${cells.length} cells, not ${fields.length}.`);
    const known = fields.flatMap((field, i) => (field === undefined ? [] : [[field, read(field, cells[i]!)] as const]));
    return { ...unknown, ...Object.fromEntries(known) } as unknown as TimelineRow;
  });
}

function read(field: keyof TimelineRow, text: string): Cell {
  if (text === '') return null;
  if (field === 'phase') return text;
  return field === 'time' ? Date.parse(text) : Number(text);
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
