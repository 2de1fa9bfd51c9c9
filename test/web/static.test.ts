import fc from 'fast-check';
import t from 'tap';
import { ASSETS } from '../../src/web/static/assets.ts';
import { pruneCss } from '../../src/web/static/prune-css.ts';
import { openApp } from '../helpers/open-app.ts';

const use = { prefix: 'x-', classes: new Set(['x-used']), unused: [':hover'] };

t.test('rules of components that no page uses are dropped, and what only they read', async (t) => {
  const css = `/* c */ :root{--a:1px;--b:var(--a);--c:2px}.x-used{margin:var(--b)}.x-other{margin:var(--c)}`;
  t.equal(pruneCss(css, use), ':root{--a:1px;--b:var(--a)}.x-used{margin:var(--b)}');
});

t.test('of a list of selectors those that can match are kept', async (t) => {
  t.equal(pruneCss('.x-used:is(a,b),.x-other,p{top:0}', use), '.x-used:is(a,b),p{top:0}');
  t.equal(pruneCss('.x-used:hover{top:0}', use), '');
});

t.test('conditions are kept with what is left in them', async (t) => {
  t.equal(
    pruneCss('@media (width>1px){.x-used{top:0}.x-other{top:0}}@layer a{.x-other{top:0}}', use),
    '@media (width>1px){.x-used{top:0}}',
  );
  t.equal(pruneCss('@layer a,b;@keyframes k{0%{top:0}}', use), '@layer a,b;@keyframes k{0%{top:0}}');
});

t.test('strings and addresses are not taken apart', async (t) => {
  const css = '.x-used:after{content:"; } { ,  \\" x";background:url("data:a;b,{c}")}';
  t.equal(pruneCss(css, use), css);
});

t.test('any text at all is answered, and nothing grows', async () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          '.x-a',
          '{',
          '}',
          ';',
          ',',
          '"',
          '(',
          ')',
          ':',
          '--v',
          'var(--v)',
          '@media',
          '/*',
          '*/',
          ' ',
          '\\',
        ),
        maxLength: 60,
      }),
      (css) => pruneCss(css, use).length <= css.length + 2,
    ),
  );
});

t.test(
  'the style sheet is small, asks for nothing else, and is kept for good under an address of its content',
  async (t) => {
    const { app } = await openApp(t);
    const css = await app.inject(ASSETS.css);
    t.equal(css.statusCode, 200);
    t.match(css.headers, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    t.ok(css.rawPayload.length < 60 * 1024, `${css.rawPayload.length} bytes`);
    t.notMatch(css.body, /url\(|@import|https?:/, 'a strict policy would refuse what it loads');
    for (const part of [
      '.ds-button{',
      '.ds-tag{',
      '.ds-chip{',
      '.facets',
      '[data-color-scheme=auto]',
      'prefers-color-scheme:dark',
    ])
      t.ok(css.body.includes(part), part);
    const icon = await app.inject(ASSETS.icon);
    t.match(icon.headers, { 'content-type': 'image/svg+xml' });
    t.equal((await app.inject('/static/site.000000000000.css')).statusCode, 404);
    t.match((await app.inject('/favicon.ico')).headers, { location: ASSETS.icon });
  },
);
