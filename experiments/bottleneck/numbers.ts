import { formatNumber } from '../slis/units';

/** As tables and the picture show numbers; a question mark where nothing is known. */
export const number = (value: number | null | undefined, digits = 3): string =>
  value == null ? '?' : formatNumber(Number(value.toPrecision(digits)));

export const percent = (share: number | null | undefined): string =>
  share == null ? '?' : `${share >= 0.0005 && share < 0.01 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
