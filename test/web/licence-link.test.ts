import t from 'tap';
import type { Provenance } from '../../src/registry/types.ts';
import { linkOfDocument } from '../../src/web/licence-link.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { openApp } from '../helpers/open-app.ts';

const LICENCE = '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"';
const MAKERS = '<https://forge.example/t/theirs>; rel="describedby"';

t.test('texts of a manifest are never given away: their answers name the repository instead', async (t) => {
  const { ask, post, registry } = await openApp(t);
  await post(manifestOf('Theirs', 'https://forge.example/t/theirs'));
  await post(manifestOf('Theirs', 'https://forge.example/t/theirs').replace('1.2.3', '1.3.0'));
  const provenance: Provenance = { by: 'import', file: 'x.yml' };
  const bytes = Buffer.from(manifestOf('Imported', 'https://forge.example/t/imported'));
  await registry.publish({ kind: 'software', bytes, mediaType: 'application/yaml', provenance });
  for (const rest of ['', '/body', '/compare?from=1&to=2'])
    t.equal((await ask(`/api/v1/software/theirs${rest}`)).headers.link, MAKERS, rest);
  for (const rest of ['', '/versions'])
    t.equal(
      (await ask(`/en/software/theirs${rest}`)).headers.link,
      `${MAKERS}, </api/v1/software/theirs${rest}>; rel="alternate"; type="application/json"`,
    );
  t.equal((await ask('/api/v1/software/imported')).headers.link, MAKERS.replace('theirs', 'imported'));
  const etag = String((await ask('/api/v1/software/theirs')).headers.etag);
  const again = await ask({ url: '/api/v1/software/theirs', headers: { 'if-none-match': etag } });
  t.equal(again.statusCode, 304);
  t.equal(again.headers.link, undefined, 'what was said with the document stands');
});

t.test('what is written here is free to use', async (t) => {
  const { ask, post, builtIn } = await openApp(t);
  await post({ kind: 'software', id: 'software/ours', name: 'Ours', url: 'https://forge.example/t/ours' });
  await builtIn('software', 'shipped', { name: 'Shipped', url: 'https://forge.example/t/shipped' });
  const lists = ['/api/v1/software', '/api/v1/search', '/api/v1/status', '/api/v1/software/ours/versions'];
  for (const url of ['/api/v1/software/ours', '/api/v1/software/shipped', '/api/v1/software/ours/body', ...lists])
    t.equal((await ask(url)).headers.link, LICENCE, url);
  t.match((await ask('/en/software/ours')).headers.link, LICENCE);
});

t.test('only the source in the frame of a document counts, and its address is fit for a header', (t) => {
  const link = (source: object, summary = '') =>
    linkOfDocument(Buffer.from(JSON.stringify({ id: 'software/x', summary, source, sources: [], record: {} })));
  const manifest = (url: string) => ({ rank: 'manifest', mediaType: 'application/yaml', url });
  const trick = '"source":{"rank":"folder"},"sources":[';
  t.equal(link(manifest('https://forge.example/t/theirs'), trick), MAKERS);
  t.equal(
    link(manifest('https://forge.example/å\r\n>; x')),
    '<https://forge.example/%C3%A5%3E;%20x>; rel="describedby"',
  );
  t.equal(link(manifest('nowhere')), '');
  t.equal(link({ rank: 'folder', mediaType: 'application/yaml', url: 'https://forge.example/x' }), LICENCE);
  t.equal(link({ rank: 'import', mediaType: 'application/json', url: 'https://forge.example/x' }), LICENCE);
  t.equal(linkOfDocument('{"name":"of another form"}'), '');
  t.end();
});
