/** What stands beside a verdict, so that colour alone never tells it. */
export const SYMBOLS = { pass: '✓', fail: '✗', invalid: '!', unknown: '?' } as const;
