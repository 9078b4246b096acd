/** How a run can be shown. */
export const FORMAT_NAMES = ['table', 'csv', 'json', 'junit', 'markdown', 'openmetrics', 'openslo'] as const;
export type Format = (typeof FORMAT_NAMES)[number];
