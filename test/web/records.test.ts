import t from 'tap';
import { sha256 } from '../../src/kernel/digest.ts';
import { openApp } from '../helpers/open-app.ts';

const KITOS = {
  kind: 'software',
  id: 'software/kitos',
  name: 'Kitos',
  url: 'https://github.com/strongminds/kitos',
  description: { en: { short: 'Overview of IT systems and contracts.' }, da: { short: 'Overblik over it-systemer.' } },
  licence: { spdx: 'MPL-2.0' },
  countries: ['DK'],
};

t.test('a record is answered as it was stored, with its tag', async (t) => {
  const { ask, post } = await openApp(t);
  t.equal((await post(KITOS)).statusCode, 201);
  const response = await ask('/api/v1/software/kitos');
  t.equal(response.statusCode, 200);
  t.equal(response.headers['content-type'], 'application/json; charset=utf-8');
  t.equal(response.headers['cache-control'], 'public, no-cache');
  t.match(response.json(), { id: 'software/kitos', kind: 'software', origin: 'own', page: '/software/kitos' });
  t.match(response.json().record, { name: 'Kitos', licence: { spdx: 'MPL-2.0' } });

  const etag = String(response.headers.etag);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await ask({ url: '/api/v1/software/kitos', headers: { 'if-none-match': known } });
    t.equal(again.statusCode, 304, known);
    t.equal(again.body, '');
    t.equal(again.headers.etag, etag);
  }
  const other = await ask({ url: '/api/v1/software/kitos', headers: { 'if-none-match': '"other"' } });
  t.equal(other.statusCode, 200);
});

t.test('HEAD answers the same headers and no body', async (t) => {
  const { ask, post } = await openApp(t);
  await post(KITOS);
  for (const url of ['/api/v1/software/kitos', '/api/v1/software/kitos/body', '/api/v1/software', '/api/v1/search']) {
    const [head, get] = [await ask({ method: 'HEAD', url }), await ask(url)];
    t.equal(head.statusCode, 200, url);
    t.equal(head.body, '');
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control'])
      t.equal(head.headers[name], get.headers[name], `${url} ${name}`);
  }
});

t.test('the body is the very bytes that the journal names', async (t) => {
  const { ask, post } = await openApp(t);
  await post(KITOS);
  const response = await ask('/api/v1/software/kitos/body');
  t.equal(response.headers['content-type'], 'application/vnd.alminding.software+json');
  const digest = `sha256:${sha256(response.rawPayload).toString('base64url')}`;
  t.equal(response.headers.etag, `"${digest}"`);
  t.equal((await ask('/api/v1/software/kitos')).json().digest, digest);
  t.same(Object.keys(response.json()), ['salt', 'kind', 'id', 'source', 'record']);
  const again = await ask({ url: '/api/v1/software/kitos/body', headers: { 'if-none-match': `"${digest}"` } });
  t.equal(again.statusCode, 304);
});

t.test('every version is kept, listed and compared', async (t) => {
  const { ask, post, clock } = await openApp(t);
  await post(KITOS);
  clock.time += 3_600_000;
  await post({ ...KITOS, licence: { spdx: 'EUPL-1.2' } });
  const { total, items, next } = (await ask('/api/v1/software/kitos/versions')).json();
  t.equal(total, 2);
  t.equal(next, null);
  t.same(
    items.map(({ n, published, source }: Record<string, unknown>) => ({ n, published, source })),
    [
      { n: 2, published: '2026-11-22T11:00:00Z', source: { by: 'push' } },
      { n: 1, published: '2026-11-22T10:00:00Z', source: { by: 'push' } },
    ],
  );
  const first = await ask('/api/v1/software/kitos/body?version=1');
  t.equal(first.headers.etag, `"${items[1].digest}"`);
  t.equal(first.rawPayload.byteLength, items[1].bytes);
  t.equal(first.headers['cache-control'], 'public, max-age=3600');
  const compared = await ask('/api/v1/software/kitos/compare?from=1&to=2');
  t.same(compared.json(), {
    from: 1,
    to: 2,
    changes: [{ pointer: '/licence/spdx', before: 'MPL-2.0', after: 'EUPL-1.2' }],
  });
});

t.test('versions are listed to the first one, page by page', async (t) => {
  const { ask, post } = await openApp(t);
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await post({ ...KITOS, name });
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  const seen: number[][] = [];
  let next: string | null = '';
  while (next !== null && seen.length < 5) {
    const response = await ask(`/api/v1/software/kitos/versions?limit=2${next === '' ? '' : `&cursor=${next}`}`);
    const page = response.json();
    t.equal(page.total, 5);
    seen.push(page.items.map(({ n }: { n: number }) => n));
    next = page.next;
  }
  t.same(seen, [[5, 4], [3, 2], [1]]);
  const { next: cursor } = (await ask('/api/v1/software/kitos/versions?limit=2')).json();
  const elsewhere = await ask(`/api/v1/networks/os2/versions?cursor=${cursor}`);
  t.equal(elsewhere.json().code, 'invalid-cursor', 'a cursor belongs to one entry');
  const shown = await ask(`/en/software/kitos/versions?cursor=${cursor}&from=1&to=5`);
  t.match(shown.body, /<option value="5" selected>/, 'a version of another page stays chosen');
  t.notMatch(shown.body, '<strong>Version 4</strong>');
  t.match(shown.body, '<strong>Version 3</strong>');
  t.match(shown.body, 'From version 1 to version 5');
  t.match(shown.body, 'href="/en/software/kitos/versions"', 'and the way back to the first page');
});

t.test('a version that is not there is not found', async (t) => {
  const { ask, post } = await openApp(t);
  await post(KITOS);
  for (const url of ['body?version=2', 'compare?from=1&to=7']) {
    const response = await ask(`/api/v1/software/kitos/${url}`);
    t.equal(response.statusCode, 404, url);
    t.equal(response.json().code, 'not-found');
  }
});

t.test('a list holds whole records and is read to its end by cursors', async (t) => {
  const { ask, post } = await openApp(t);
  const slugs = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
  for (const slug of slugs) await post({ kind: 'network', id: `network/${slug}`, name: slug });
  const seen: string[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null && pages < 10) {
    const response = await ask(`/api/v1/networks?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    t.equal(response.headers['content-type'], 'application/json; charset=utf-8');
    const { total, items, next } = response.json();
    t.equal(total, 5);
    for (const { record } of items) seen.push(record.name);
    cursor = next;
    pages += 1;
  }
  t.same(seen, slugs);
  t.equal(pages, 3);
  const [first] = (await ask('/api/v1/networks?limit=1')).json().items;
  t.same(first, (await ask('/api/v1/networks/alpha')).json(), 'the same document as alone');
  t.same((await ask('/api/v1/organisations')).json(), { total: 0, items: [], next: null });
});

t.test('a cursor of another list or a damaged one is refused', async (t) => {
  const { ask, post } = await openApp(t);
  for (const slug of ['a', 'b']) await post({ kind: 'network', id: `network/${slug}`, name: slug });
  const { next } = (await ask('/api/v1/networks?limit=1')).json();
  for (const url of [`/api/v1/software?cursor=${next}`, '/api/v1/networks?cursor=%00', '/api/v1/networks?cursor=e30']) {
    const response = await ask(url);
    t.equal(response.statusCode, 400, url);
    t.equal(response.json().code, 'invalid-cursor');
  }
});

t.test('a bare slug is ours, else built in; with an origin it is that one', async (t) => {
  const { ask, post, builtIn } = await openApp(t);
  await builtIn('software', 'kitos', { name: 'Kitos, built in', url: 'https://example.org/kitos' });
  t.match((await ask('/api/v1/software/kitos')).json(), { origin: 'built-in', page: '/software/kitos@built-in' });
  await post(KITOS);
  t.match((await ask('/api/v1/software/kitos')).json(), { origin: 'own' });
  t.match((await ask('/api/v1/software/kitos@built-in')).json(), { origin: 'built-in' });
  const missing = await ask('/api/v1/software/kitos@elsewhere.example');
  t.equal(missing.statusCode, 404);
  t.same(missing.json().candidates, ['software/kitos@own', 'software/kitos@built-in']);
});

t.test('what is no address is not found and never looked up', async (t) => {
  const { ask } = await openApp(t);
  const tries = ['..%2f..%2fetc%2fpasswd', 'a..b', 'UPPER', '%ff', '%00', 'a@b@c', `a@${'x'.repeat(300)}`];
  for (const id of [...tries, 'x'.repeat(101), 'a%20b', '@', 'a@../b', "a';--"]) {
    for (const rest of ['', '/body', '/versions', '/compare?from=1&to=2', '/adoptions']) {
      const response = await ask(`/api/v1/software/${id}${rest}`);
      t.equal(response.statusCode, 404, `${id}${rest}`);
      t.equal(response.json().code, 'not-found');
    }
  }
});

t.test('who uses what is listed from either side', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  await post({ kind: 'organisation', id: 'organisation/aarhus', name: 'Aarhus Kommune', country: 'DK' });
  await post({ ...KITOS, network: 'network/os2' });
  const adopted = await post({
    kind: 'adoption',
    organisation: 'organisation/aarhus',
    software: 'software/kitos',
    state: 'production',
    evidence: 'claimed',
    asOf: '2026-06-11',
    sources: [{ title: 'List of users', date: '2026-06-11' }],
  });
  t.equal(adopted.statusCode, 201, adopted.body);
  for (const place of ['software/kitos', 'organisations/aarhus', 'networks/os2']) {
    const response = await ask(`/api/v1/${place}/adoptions?lang=en`);
    t.equal(response.statusCode, 200);
    t.match(response.json(), { total: 1, next: null, items: [{ kind: 'adoption', facts: { state: 'production' } }] });
    t.equal(response.headers.vary, 'accept-language');
  }
  t.equal((await ask('/api/v1/adoptions')).json().total, 1);
});
