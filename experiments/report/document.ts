import { createHash } from 'node:crypto';
import { Html, html } from './html';

export interface PageParts {
  readonly title: string;
  readonly style: Html;
  readonly body: Html;
  /** Run in this order, after the body. @default none */
  readonly scripts?: readonly Html[];
  /** It may ask the server that it came from. @default false */
  readonly connects?: boolean;
  /** Code of a page that this one opens from memory, which is under this one's policy. @default none */
  readonly opens?: { readonly scripts: readonly Html[]; readonly style: Html };
}

/** A page in one file that needs nothing else: no network, no other file. */
export function htmlDocument({ title, style, body, scripts = [], connects = false, opens }: PageParts): string {
  // Nothing may be loaded, and only the page's own code may run, even if some text escaped its quotes.
  const policy = [
    "default-src 'none'",
    'img-src data:',
    ...(scripts.length === 0 ? [] : [`script-src ${hashes([...scripts, ...(opens?.scripts ?? [])])}`]),
    `style-src ${hashes([style, ...(opens === undefined ? [] : [opens.style])])}`,
    ...(connects ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${element('style', style)}
      </head>
      <body>
        ${body} ${scripts.map((script) => element('script', script))}
      </body>
    </html> `;
  return page.text;
}

/** Exactly the text between the tags, to the last space: the policy's hash is of just that. */
export function element(tag: string, { text }: Html): Html {
  return new Html(`<${tag}>${text}</${tag.split(' ')[0]}>`);
}

const hashes = (texts: readonly Html[]): string => [...new Set(texts.map(hash))].join(' ');

function hash({ text }: Html): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
