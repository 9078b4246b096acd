import { sliOrder } from '../report/table';
import type { Result, Sli } from '../types';

/** The SLIs of a run as CSV (RFC 4180): one row each, an empty cell where something is not known or not asked. */
export function sliCsv(result: Result): string {
  const head = ['run', 'autoscaler', 'experiment', 'sli', 'value', 'unit', 'min', 'max', 'pass'];
  const rows = sliOrder(result.slis).flatMap((name) => {
    const { value, unit } = result.slis[name] as Sli;
    const own = [result.id, result.target.autoscaler.name, result.spec.name, name, value, unit];
    const slos = result.slos.filter(({ sli }) => sli === name);
    return slos.length === 0
      ? [[...own, null, null, null]]
      : slos.map(({ min, max, pass }) => [...own, min ?? null, max ?? null, pass]);
  });
  return [head, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
