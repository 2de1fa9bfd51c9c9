import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { manifestOf } from '../../helpers/manifest.ts';
import { AUTHORISED, openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';

t.test('what is not there is said in the language of the address, with ways on', async (t) => {
  const opened = await openApp(t);
  const page = await readPage(opened, '/da/software/findes-ikke', { 'accept-language': 'en' });
  t.equal(page.response.statusCode, 404);
  t.same(page.headings[0], [1, 'Her er ingenting']);
  t.match(page.text, 'Fejl 404');
  t.ok(page.links.includes('/da/search'));
  t.ok(page.links.includes('/en/software/findes-ikke'), 'the other language of the same address');
  t.match(page.html, /<code>[0-9a-f-]{36}<\/code>/, 'the number of the request');
  t.match(page.response.headers['cache-control'], 'no-store');
});

t.test('what is too large names its limit, and a wrong value what it must be, in every language', async (t) => {
  const opened = await openApp(t);
  const headers = { accept: 'text/html', 'accept-language': 'da', 'content-type': 'text/plain' };
  const sent = { method: 'POST', url: '/api/v1/check', headers, payload: 'x'.repeat(LIMITS.sourceBytes + 1) } as const;
  const { statusCode, body } = await opened.app.inject(sent);
  t.equal(statusCode, 413);
  t.match(body, `Der læses højst ${LIMITS.sourceBytes} byte.`);
  const french = { accept: 'application/json', 'accept-language': 'fr' };
  t.match(
    (await opened.app.inject({ url: '/api/v1/search?limit=0', headers: french })).json().detail,
    'Le paramètre `limit` doit être au moins 1.',
  );
});

t.test('without a language in the address the browser’s is taken', async (t) => {
  const opened = await openApp(t);
  t.match((await readPage(opened, '/nothing', { 'accept-language': 'da' })).headings[0], [1, 'Her er ingenting']);
  t.match((await readPage(opened, '/nothing')).headings[0], [1, 'There is nothing here']);
});

t.test('where another entry could be meant, it is named', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'kitos', { name: 'Kitos' });
  const page = await readPage(opened, '/en/software/kitos@own');
  t.equal(page.response.statusCode, 404);
  t.match(page.text, 'Perhaps one of these was meant software/kitos@built-in');
  t.ok(page.links.includes('/en/software/kitos@built-in'));
});

t.test('what was withdrawn says so, and why', async (t) => {
  const opened = await openApp(t);
  await opened.post(manifestOf('Gone', 'https://example.org/gone'));
  await opened.app.inject({ method: 'DELETE', url: '/api/v1/software/gone?reason=handed-over', headers: AUTHORISED });
  const page = await readPage(opened, '/en/software/gone');
  t.equal(page.response.statusCode, 410);
  t.same(page.headings[0], [1, 'This entry was withdrawn']);
  t.match(page.text, 'Reason: handed over to somebody else');
});

t.test('what was erased is not called withdrawn: it may come back', async (t) => {
  const opened = await openApp(t);
  await opened.post(manifestOf('Erased', 'https://example.org/erased'));
  await opened.registry.erase('software', 'erased', null);
  const page = await readPage(opened, '/en/software/erased');
  t.equal(page.response.statusCode, 410);
  t.same(page.headings[0], [1, 'This was erased']);
  t.match(page.text, 'The entry was not withdrawn: it may come back with other content.');
  t.notMatch(page.text, /Reason|took it back/);
  const answer = await opened.app.inject({ url: '/api/v1/software/erased', headers: { 'accept-language': 'da' } });
  t.match(answer.json(), { code: 'gone', reason: 'erased', detail: /Posten er ikke trukket tilbage/ });
});

t.test('what came again after it was withdrawn is named by what it was', async (t) => {
  const opened = await openApp(t);
  await opened.post(manifestOf('Gone', 'https://example.org/gone'));
  await opened.app.inject({ method: 'DELETE', url: '/api/v1/software/gone?reason=retired', headers: AUTHORISED });
  const again = (await opened.post(manifestOf('Gone', 'https://example.org/gone'))).json();
  const page = await readPage(opened, '/da/software/gone');
  t.match(page.text, `Den fortsætter som: ${again.id}`);
  t.ok(page.links.includes(`/da${again.page}`));
});

t.test('odd addresses are no way in', async (t) => {
  const opened = await openApp(t);
  for (const path of [
    '/en/software/..%2F..%2Fetc',
    '/en/software/%00',
    '/en/software/A B',
    '/en/networks/x@y@z',
    '/en/software/',
  ])
    t.ok([404, 400].includes((await readPage(opened, path)).response.statusCode), path);
});

t.test('a failure of our own is told without its inside', async (t) => {
  const opened = await openApp(t);
  opened.registry.read.status = () => Promise.reject(new Error('the inside'));
  const page = await readPage(opened, '/da/about');
  t.equal(page.response.statusCode, 500);
  t.match(page.headings[0], [1, 'Noget gik galt hos os']);
  t.notMatch(page.html, /the inside/);
});
