import { sliOrder } from '../report/table';
import type { Result, Sli } from '../types';
import { answerRows, serviceRows } from './rows';

type Cell = string | number | boolean | null;

/**
 * The numbers of a run as CSV (RFC 4180): a row for each SLI, for each signal and SLI of a service, and for each link of the answers to rises
 * (`reaction.LINK`) and falls (`scaleDown.LINK`) of the load; an empty cell where something is not known, not asked, or of no service or stage.
 */
export function sliCsv(result: Result): string {
  const head = ['run', 'autoscaler', 'experiment', 'sli', 'value', 'unit', 'min', 'max', 'pass', 'service', 'stage'];
  const run = [result.id, result.target.autoscaler.name, result.spec.name];
  const unasked = [null, null, null];
  const slis = sliOrder(result.slis).flatMap((name): Cell[][] => {
    const { value, unit } = result.slis[name] as Sli;
    const own = [...run, name, value, unit];
    const slos = result.slos.filter(({ sli }) => sli === name);
    return slos.length === 0
      ? [[...own, ...unasked, null, null]]
      : slos.map(({ min, max, pass }) => [...own, min ?? null, max ?? null, pass, null, null]);
  });
  const services = serviceRows(result).map(({ service, name, value, unit }) => [
    ...[...run, name, value, unit],
    ...[...unasked, service, null],
  ]);
  const answers = answerRows(result).map(({ answer, service, stage, link, seconds }) => [
    ...[...run, `${answer}.${link ?? 'total'}`, seconds, 's'],
    ...[...unasked, service, stage],
  ]);
  return [head, ...slis, ...services, ...answers].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
