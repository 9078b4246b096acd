/**
 * The experiment as data: what is asked (spec, target), what was seen (recording) and what follows from it (result).
 * Times are milliseconds since the epoch unless a name says otherwise; durations say their unit.
 */

export type { LoadSpec, Stage } from '../load/spec';
export type * from './cluster';
export type * from './nodes';
export type * from './reaction';
export type * from './recording';
export type * from './result';
export type * from './spec';
export type * from './target';
