import { type Html, html } from '../../report/html';
import { formatNumber, formatValue } from '../../slis/units';
import type { Interval } from '../statistics/bootstrap';

/** A value as people read it, and in full for programs. */
export const valueOf = (value: number, unit: string): Html =>
  html`<data value="${value}">${formatValue(value, unit)}</data>`;

/** Without its unit, which then stands above: shares are in percent. */
export const numberText = (value: number, unit: string): string =>
  formatNumber(unit === 'share' ? value * 100 : value).replace('-', '−');

export const unitText = (unit: string): string => (unit === 'share' ? '%' : unit);

export const numberOf = (value: number, unit: string): Html =>
  html`<data value="${value}">${numberText(value, unit)}</data>`;

export const intervalOf = ({ low, high }: Interval, unit: string): Html =>
  html`${numberOf(low, unit)} to ${numberOf(high, unit)}`;

/** With its sign. Shares differ by percentage points. */
export const differenceOf = (value: number, unit: string): Html =>
  html`<data value="${value}">${value > 0 ? '+' : ''}${numberText(value, unit)}</data>`;

export const differencesOf = ({ low, high }: Interval, unit: string): Html =>
  html`${differenceOf(low, unit)} to ${differenceOf(high, unit)}`;

/** Two digits; what is rounded to less than it is would be taken for more. */
export const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : String(Number(p.toPrecision(2))));

/** Minutes and seconds. */
export function clock(second: number): string {
  const whole = Math.round(Math.abs(second));
  return `${second < 0 ? '−' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A place in a drawing as a share of its width or height, so that text and points keep their size on every screen. */
export const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
