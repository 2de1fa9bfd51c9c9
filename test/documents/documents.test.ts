import { unzipSync } from 'fflate';
import t from 'tap';
import { csvOf } from '../../src/documents/csv.ts';
import type { Document } from '../../src/documents/document.ts';
import { atomOf, jsonFeedOf } from '../../src/documents/feed.ts';
import { htmlOf } from '../../src/documents/html.ts';
import { markdownOf } from '../../src/documents/markdown.ts';
import { odtOf } from '../../src/documents/odt.ts';
import { escapeXml } from '../../src/documents/xml.ts';
import { wellFormed } from '../helpers/well-formed.ts';

const EVIL = 'A <b> & "c" | *d* \u0001 [x](y) ]]>\ud800 #1';

const document: Document = {
  title: `Sammenligning ${EVIL}`,
  lang: 'da',
  date: '2026-11-28T10:00:00Z',
  publisher: 'Kataloget & co',
  mark: '≠',
  blocks: [
    { is: 'heading', level: 2, text: 'Licens' },
    { is: 'text', spans: [{ text: 'Se ' }, { text: EVIL, href: 'https://example.org/a?b=1&c="2"<3>' }] },
    {
      is: 'list',
      ordered: false,
      items: [[{ text: '1. is no list' }], [{ text: '- nor this', href: 'javascript:x' }]],
    },
    { is: 'list', ordered: true, items: [[{ text: 'First source' }]] },
    { is: 'list', ordered: true, items: [] },
    {
      is: 'table',
      name: 'Facts',
      columns: ['', 'One', 'Two'],
      rows: [
        {
          label: 'Licence',
          differs: true,
          cells: [
            { lines: [{ text: 'MIT' }, { text: 'and more' }], sources: [1, 2], unknown: false },
            { lines: [{ text: 'Not known' }], sources: [], unknown: true },
          ],
        },
        {
          label: EVIL,
          differs: false,
          cells: [
            { lines: [], sources: [], unknown: true },
            { lines: [{ text: 'x', href: 'https://example.org/' }], sources: [3], unknown: false },
          ],
        },
      ],
    },
  ],
};

t.test(
  'an OpenDocument text is a package that begins with its media type, and whose manifest names every file',
  async (t) => {
    const bytes = odtOf(document);
    // Local file header (APPNOTE 4.3.7): signature, method 0, no extra field, then name and content as they are.
    const head = Buffer.from(bytes);
    t.equal(head.readUInt32LE(0), 0x04034b50);
    t.equal(head.readUInt16LE(8), 0, 'stored');
    t.equal(head.readUInt16LE(28), 0, 'no extra field');
    t.equal(head.toString('latin1', 30, 38), 'mimetype');
    t.equal(head.toString('latin1', 38, 77), 'application/vnd.oasis.opendocument.text');
    const files = unzipSync(bytes);
    const names = Object.keys(files).filter((name) => name !== 'mimetype');
    const text = (name: string): string => Buffer.from(files[name] ?? []).toString('utf8');
    for (const name of names) t.equal(wellFormed(text(name)), null, `${name} is well-formed`);
    const manifest = text('META-INF/manifest.xml');
    const listed = [...manifest.matchAll(/full-path="([^"]+)"/g)].map(([, name]) => name);
    t.same(listed, ['/', ...names.filter((name) => name !== 'META-INF/manifest.xml')]);
    t.match(manifest, 'manifest:version="1.3"');
    t.match(text('content.xml'), 'office:version="1.3"');
    t.match(text('styles.xml'), 'fo:language="da" fo:country="DK"');
    t.match(text('meta.xml'), '<dc:language>da</dc:language>');
    t.match(text('meta.xml'), '<meta:creation-date>2026-11-28T10:00:00<');
    t.match(text('content.xml'), 'text:outline-level="1">Sammenligning A &lt;b&gt; &amp; &quot;c&quot;');
    t.match(text('content.xml'), '<table:table-header-rows>');
    t.match(text('content.xml'), 'xlink:href="https://example.org/a?b=1&amp;c=&quot;2&quot;&lt;3&gt;"');
    t.notMatch(text('content.xml'), 'javascript:', 'only addresses of the web are links');
    t.match(text('content.xml'), '>≠ Licence</text:span>');
    t.match(text('content.xml'), 'and more [1] [2]</text:p>');
    t.same(Buffer.from(odtOf(document)), head, 'the same document gives the same bytes');
    t.ok(odtOf({ ...document, lang: 'fr', date: '1970-01-01T00:00:00Z' }).length > 0, 'before zip knew dates');
  },
);

t.test('Markdown has its tables, and no text is markup', async (t) => {
  const text = markdownOf(document);
  t.match(text, '# Sammenligning A \\<b\\> \\& "c" \\| \\*d\\*');
  t.match(text, '| **≠ Licence** | MIT<br>and more \\[1\\] \\[2\\] | *Not known* |');
  t.match(text, /\|\s{2}\| One \| Two \|\n\| --- \| --- \| --- \|/);
  t.match(text, '- 1\\. is no list\n- \\- nor this');
  t.match(text, '](<https://example.org/a?b=1&c="2"%3C3%3E>)');
  t.match(text, '1. First source');
  t.equal(text.split('\n').filter((line) => line.startsWith('|')).length, 4, 'a row stays one line');
});

t.test('a page for print needs nothing else, and no text is markup', async (t) => {
  const text = htmlOf(document);
  t.match(text, '<html lang="da">');
  t.match(text, '<h1>Sammenligning A &lt;b&gt; &amp; &quot;c&quot;');
  t.match(text, '<th scope="row"><strong>≠ Licence</strong></th><td><p>MIT</p><p>and more [1] [2]</p></td>');
  t.match(text, '<td><em><p>Not known</p></em></td>');
  t.match(text, '<a href="https://example.org/a?b=1&amp;c=&quot;2&quot;&lt;3&gt;">');
  t.notMatch(text, /<script|<link|src=|javascript:/);
});

t.test('a feed is well-formed Atom, and the same as JSON', async (t) => {
  const item = {
    id: 'urn:a',
    title: EVIL,
    text: EVIL,
    address: 'https://example.org/a?b&c',
    date: document.date,
    tags: ['x & y'],
  };
  const feed = {
    ...{ title: EVIL, lang: 'da', author: 'A & B', page: 'https://example.org/', self: 'https://example.org/feed' },
    ...{ updated: document.date, items: [item] },
  };
  t.equal(wellFormed(atomOf(feed)), null);
  t.match(atomOf(feed), '<category term="x &amp; y"/>');
  t.match(JSON.parse(jsonFeedOf(feed)), {
    version: 'https://jsonfeed.org/version/1.1',
    items: [{ id: 'urn:a', title: EVIL, url: 'https://example.org/a?b&c', tags: ['x & y'] }],
  });
});

t.test('CSV holds no formula', async (t) => {
  t.equal(
    csvOf([
      ['a', '=1+1', undefined],
      ['b,"c"', 'd\ne', '-3'],
    ]),
    '\ufeffa,\'=1+1,\r\n"b,""c""","d\ne",\'-3\r\n',
  );
});

t.test('the check of XML finds what is wrong with it', async (t) => {
  t.equal(wellFormed('<a b="1"><c/>text</a>'), null);
  for (const bad of [
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&x</a>',
    '<a b="1" b="2"/>',
    '<a>]]></a>',
    'x<a/>',
    '<a b=1/>',
    '',
  ])
    t.type(wellFormed(bad), 'string', bad);
});

t.test('what XML cannot hold is left out, all else stays', async (t) => {
  t.equal(escapeXml('a\u0000\u000b\ud800\ufffe😀\t\n&'), 'a😀\t\n&amp;');
});
