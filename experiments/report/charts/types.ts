import type { Result } from '../../types';

/** A colour of the page's palette; each is defined for light and dark. */
export type Tone = 'neutral' | 'blue' | 'orange' | 'purple' | 'green' | 'red';
export type Column = readonly (number | null)[];

export interface ChartSeries {
  readonly label: string;
  readonly tone: Tone;
  readonly values: Column;
  /** Dashed as well as coloured: colour alone must not tell series apart. */
  readonly dash?: readonly number[];
  /** Holds its value until the next row. */
  readonly steps?: boolean;
}

/** One chart, as the page's script draws it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** Logarithmic, for what spans decades. */
  readonly log?: boolean;
  readonly series: readonly ChartSeries[];
  /** Objectives: horizontal lines. */
  readonly lines: readonly { readonly value: number; readonly label: string }[];
  /** Why there is nothing to draw. */
  readonly empty?: string;
}

/** What all charts share; times are seconds since the load's start. */
export interface ChartPage {
  readonly seconds: readonly number[];
  readonly charts: readonly Chart[];
  readonly bands: readonly {
    readonly from: number;
    readonly to: number;
    readonly kind: 'warmup' | 'cooldown' | 'gap' | 'violation';
  }[];
  readonly marks: readonly { readonly at: number; readonly kind: 'load' | 'scale'; readonly label: string }[];
}

/** What of a run its charts are of. */
export type Charted = Pick<Result, 'spec' | 'target'>;
