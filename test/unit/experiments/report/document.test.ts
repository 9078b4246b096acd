import { createHash } from 'node:crypto';
import { htmlDocument } from '../../../../experiments/report/document';
import { Html } from '../../../../experiments/report/html';

const hash = (text: string): string => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;

it('lets only its own style and scripts be', () => {
  const text = htmlDocument({
    title: 'a < b',
    style: new Html('p{}'),
    scripts: [new Html('one()'), new Html('two()')],
    body: new Html('<p>x</p>'),
  });
  expect(text).toContain('<title>a &lt; b</title>');
  expect(text).toContain(`script-src ${hash('one()')} ${hash('two()')};`);
  expect(text).toContain(`style-src ${hash('p{}')};`);
  expect(text).toContain('<script>one()</script><script>two()</script>');
});

it('allows no script where there is none', () =>
  expect(htmlDocument({ title: '', style: new Html(''), body: new Html('') })).not.toContain('script'));
