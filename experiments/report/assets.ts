import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html } from './html';

/** Code and style that go into the page, so that it needs nothing else. */
export interface Assets {
  /** Draws charts of a run: a library, and what makes it draw ours. */
  readonly charts: readonly Html[];
  readonly client: Html;
  readonly style: Html;
}

let cached: Assets | undefined;

/** Read once: uPlot from its package, the rest from beside this file. */
export function assets(): Assets {
  const library = (name: string): string => readFileSync(require.resolve(`uplot/dist/${name}`), 'utf8');
  const own = (name: string): string => readFileSync(join(__dirname, name), 'utf8');
  cached ??= {
    charts: [inline(library('uPlot.iife.min.js')), inline(own('draw.js'))],
    client: inline(own('client.js')),
    style: inline(`${library('uPlot.min.css')}\n${baseStyle()}\n${graphStyle()}`),
  };
  return cached;
}

/** What all reports look like. */
export function baseStyle(): string {
  return readFileSync(join(__dirname, 'style.css'), 'utf8');
}

/** What pictures of services and their calls look like. */
export function graphStyle(): string {
  return readFileSync(join(__dirname, '..', 'bottleneck', 'style.css'), 'utf8');
}

/** The text of a script or style element must not hold the tag that ends it. */
export function inline(text: string): Html {
  if (/<\/(script|style)/i.test(text))
    throw new Error('An asset of the report holds a closing tag and cannot be inlined.');
  return new Html(text);
}
