import { readFileSync } from 'node:fs';
import type { Page } from './chromium';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * What axe-core finds wrong with the page as it is shown now: names, roles, contrasts, order of headings, landmarks (WCAG 2.2 A and AA, and its best
 * practices). Each with the first place where it is so.
 */
export async function violations(page: Page): Promise<string[]> {
  // Not by a script element: the page's policy allows only its own.
  await page.evaluate<void>(`${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')}; undefined`);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}, ${nodes.length} times: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** What the Tab key comes to, from the top of the page until it leaves it, and what it should come to. */
export async function tabStops(page: Page): Promise<{ readonly reached: number; readonly focusable: number }> {
  const focusable = await page.evaluate<number>(
    `[...document.querySelectorAll('a[href], summary, button, input, select, [tabindex="0"]')].filter((element) => element.checkVisibility()).length`,
  );
  await page.evaluate(`document.activeElement.blur(); window.scrollTo(0, 0); window.reached = new Set(); undefined`);
  for (let press = 0; press < focusable; press++) {
    for (const type of ['rawKeyDown', 'keyUp'])
      await page.call('Input.dispatchKeyEvent', { type, key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
    await page.evaluate(`window.reached.add(document.activeElement); undefined`);
  }
  const reached = await page.evaluate<number>(
    `[...window.reached].filter((element) => element !== document.body).length`,
  );
  return { reached, focusable };
}
