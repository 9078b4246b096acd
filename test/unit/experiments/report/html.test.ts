import { embeddedJson, escape, Html, html } from '../../../../experiments/report/html';

describe('html', () => {
  it('escapes what is put in', () => {
    const evil = `<script>alert("x")</script>' & more`;
    expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39; &amp; more">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39; &amp; more</p>',
    );
  });

  it('nests, joins lists, and leaves nothing out as nothing', () => {
    const items = ['<1>', 2, null, undefined, html`<b>3</b>`].map((item) => html`[${item}]`);
    expect(html`${items}`.text).toBe('[&lt;1&gt;][2][][][<b>3</b>]');
    expect(html`${new Html('<i>')}${0}`.text).toBe('<i>0');
  });
});

describe('embeddedJson', () => {
  it('cannot end its script element, and reads back the same', () => {
    const value = { text: '</script><!-- \u2028 "quoted"' };
    const { text } = embeddedJson(value);
    expect(text).not.toMatch(/<|\u2028/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('escape', () => {
  it('leaves plain text alone', () => expect(escape('p95 ≤ 250 ms')).toBe('p95 ≤ 250 ms'));
});
