import { MESH_DESCRIPTIONS } from '../services/meshSignals';
import { SIGNALS } from '../services/signals';
import type { ServiceResult, SignalName } from '../services/types';
import { DEFINITIONS } from '../slis/definitions';
import type { Reaction, Result } from '../types';

/** A signal or an SLI of one service, of a workload of several. */
export interface ServiceRow {
  readonly service: string;
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly description: string;
}

/** By service: its golden signals, then its SLIs; both in their own order. */
export function serviceRows({ services = {} }: Pick<Result, 'services'>): ServiceRow[] {
  const definitions: Readonly<Record<string, { readonly description: string }>> = DEFINITIONS;
  return Object.entries(services).flatMap(([service, result]) => [
    ...Object.entries(SIGNALS).map(([name, { unit }]) => {
      const signal = name as SignalName;
      return { service, name, value: result.signals[signal], unit, description: meaning(signal, result) };
    }),
    ...Object.entries(result.slis ?? {}).map(([name, { value, unit }]) => ({
      service,
      name,
      value,
      unit,
      description: definitions[name]?.description ?? name,
    })),
  ]);
}

const meaning = (signal: SignalName, { from }: ServiceResult): string =>
  (from === 'mesh' ? MESH_DESCRIPTIONS[signal] : undefined) ?? SIGNALS[signal].description;

/** How a change of the load was answered: `reaction` to a rise, `scaleDown` after a fall. */
export interface AnswerRow {
  readonly answer: 'reaction' | 'scaleDown';
  /** Null: of the workload as a whole, or of its entry. */
  readonly service: string | null;
  /** From 1 on, as the report counts; `warmup`: in no SLI. */
  readonly stage: string;
  /** Null: the sum of the links. */
  readonly link: string | null;
  readonly seconds: number | null;
}

/** Every link of every rise and fall with its sum, of the workload and then of each service that something scales. */
export function answerRows(result: Pick<Result, 'reactions' | 'scaleDowns' | 'services'>): AnswerRow[] {
  const all = [[null, result] as const, ...Object.entries(result.services ?? {})];
  return all.flatMap(([service, { reactions = [], scaleDowns = [] }]) => [
    ...reactions.flatMap((one) => rowsOf('reaction', service, one)),
    ...scaleDowns.flatMap((one) => rowsOf('scaleDown', service, one)),
  ]);
}

function rowsOf(answer: AnswerRow['answer'], service: string | null, change: Reaction): AnswerRow[] {
  const { stage, warmup, parts, total } = change;
  const own = { answer, service, stage: warmup ? 'warmup' : String(stage + 1) };
  return [
    ...parts.map(({ name, seconds }) => ({ ...own, link: name, seconds })),
    { ...own, link: null, seconds: total },
  ];
}
