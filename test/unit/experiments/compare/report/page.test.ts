import { comparisonPage } from '../../../../../experiments/compare/report/page';
import { Html } from '../../../../../experiments/report/html';
import { buildComparison } from '../../../../fixtures/comparison';

describe('comparisonPage', () => {
  const { plan, runs, analyses } = buildComparison();
  const text = comparisonPage(plan, runs, analyses, new Html('p{}'));

  it('has everything in one file without a script', () => {
    expect(text).not.toMatch(/<script|@import|url\(|(src|href)="(https?:)?\/\//);
    expect(text).not.toContain('script-src');
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('links to each run’s own report', () => {
    for (const { result } of runs) expect(text).toContain(`href="../../${result.id}/report.html"`);
  });

  it('has every place that it links to', () => {
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('shows what others wrote as text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const odd = buildComparison((result) => ({ ...result, verdict: 'invalid', reasons: [evil] }));
    const page = comparisonPage(odd.plan, odd.runs, odd.analyses, new Html(''));
    expect(page).toContain('&lt;img src=x');
    expect(page).not.toContain('<img');
  });
});
