import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { check } from '../../src/manifest/check.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { openApp, type TestApp } from '../helpers/open-app.ts';

const BAD = manifestOf('Agenda', 'https://forge.example/town/agenda').replace('stable', 'stabel');

const ask = ({ ask }: TestApp, payload: string | Buffer, query = '', type = 'application/yaml') =>
  ask({ method: 'POST', url: `/api/v1/check${query}`, payload, headers: { 'content-type': type } });

const multipart = (...parts: string[]): string => `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
const FORM = 'multipart/form-data; boundary=b';

t.test('a check over HTTP says what the command line says, without a token', async (t) => {
  const opened = await openApp(t);
  const answer = await ask(opened, BAD);
  t.equal(answer.statusCode, 200);
  t.equal(answer.headers['cache-control'], 'no-store');
  t.same(answer.json(), { file: 'publiccode.yml', ...check(BAD) });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json', 'image/png'])
    t.same((await ask(opened, BAD, '', type)).json(), answer.json(), type);
  const form = multipart(
    'Content-Disposition: form-data; name="other"\r\n\r\nx',
    `Content-Disposition: form-data; name="file"; filename="p.yml"\r\n\r\n${BAD}`,
  );
  t.same((await ask(opened, form, '', FORM)).json(), answer.json(), 'as a form');
  t.same((await ask(opened, BAD, '?reference=true')).json().problems, check(BAD, { reference: true }).problems);
  t.same((await ask(opened, BAD, '?standard=1.0-rc')).json().problems, check(BAD, { standard: '1.0-rc' }).problems);
  const mended = (await ask(opened, BAD, '?fix=true')).json();
  t.match(mended, { valid: true, diff: /^--- publiccode\.yml\n/, text: /developmentStatus: stable/ });
  t.match(mended.mended, [{}, { rule: 'word', key: 'developmentStatus' }]);
});

t.test('the sentences are in the language that is asked for, and nothing else changes', async (t) => {
  const opened = await openApp(t);
  const english = (await ask(opened, BAD, '?fix=true')).json();
  const danish = await ask(opened, BAD, '?fix=true&lang=da-DK');
  t.match(danish.headers, { 'content-language': 'da', vary: 'accept-language' });
  const told = await ask(opened, BAD, '?lang=da');
  t.match(told.json().problems[1], {
    rule: 'enum',
    message: '»stabel« er ikke en udviklingsstatus.',
    suggestion: 'stable',
  });
  t.match(danish.json().mended, [{}, { rule: 'word', why: '`stable` er listens ord.' }]);
  const without = (text: string) => text.replace(/"(message|hint|note|why)":"[^"]*"/g, '"$1":""');
  t.equal(without(danish.body), without(JSON.stringify(english)));
  const headers = { 'content-type': 'application/yaml', 'accept-language': 'da, en;q=0.5' };
  const byHeader = await opened.ask({ method: 'POST', url: '/api/v1/check', payload: BAD, headers });
  t.same(byHeader.json(), told.json());
  t.same((await ask(opened, BAD, '?lang=zu')).json().problems, check(BAD).problems);
  const refused = await ask(opened, BAD, '?fixx=true&lang=da');
  t.match(refused.json(), { code: 'unknown-parameter', title: 'Ukendt parameter i adressen' });
});

t.test('whatever is sent gets a clear answer', async (t) => {
  const opened = await openApp(t);
  const more = Array.from({ length: 45 }, (_, i) => `b${i}: &b${i} [*a, *a]\n`).join('');
  const bodies: [string, string | Buffer, string][] = [
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0]), 'utf8'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'documents'],
    ['duplicate keys', 'name: a\nname: b\n', 'duplicate-key'],
    ['a bomb', `a: &a [${'x,'.repeat(900)}x]\n${more}`, 'too-many-nodes'],
    ['deep', `${'['.repeat(40)}${']'.repeat(40)}`, 'too-deep'],
    ['too large', `# ${'x'.repeat(LIMITS.manifestBytes)}`, 'too-large'],
  ];
  for (const [what, body, rule] of bodies) {
    const answer = await ask(opened, body);
    t.equal(answer.statusCode, 200, what);
    t.match(answer.json(), { valid: false, problems: [{ rule }] }, what);
  }
  const proto = await ask(opened, `${BAD}__proto__: {x: 1}\n`);
  t.match(proto.json().problems.at(-1), { rule: 'unknown-key', key: '__proto__' });
  t.match((await ask(opened, '')).json(), { valid: false, problems: [{ rule: 'empty' }] }, 'empty');
  t.equal((await ask(opened, 'x'.repeat(LIMITS.sourceBytes + 1))).statusCode, 413);
  t.equal((await ask(opened, BAD, '?fix=true&standard=1.0-rc')).statusCode, 400);
  t.equal((await ask(opened, BAD, '?fixx=true')).statusCode, 400);
  for (const body of ['', 'x', multipart('no head'), multipart('X: y\r\n\r\nz'), '--b--\r\n', '--b\r\n'])
    t.equal((await ask(opened, body, '', FORM)).statusCode, 400, JSON.stringify(body));
  const many = Array.from({ length: 20 }, (_, i) => `Content-Disposition: form-data; name="f${i}"\r\n\r\nx`);
  t.equal((await ask(opened, multipart(...many), '', FORM)).statusCode, 400);
  const headers = { 'content-type': 'application/yaml', 'content-encoding': 'gzip' };
  const packed = await opened.ask({ method: 'POST', url: '/api/v1/check', payload: BAD, headers });
  t.equal(packed.statusCode, 415);
});

t.test('an address that leads to a private network is not asked', async (t) => {
  const opened = await openApp(t, {
    net: { lookup: (_host, _options, answer) => answer(null, [{ address: '10.0.0.1', family: 4 }]) },
  });
  const at = async (address: string) =>
    (await opened.ask({ method: 'POST', url: `/api/v1/check?address=${encodeURIComponent(address)}` })).json();
  t.match(await at('https://inside.example/town/agenda'), { code: 'address-refused', status: 422 });
  t.match(await at('https://169.254.169.254/latest/x.yml'), { code: 'address-refused' });
  t.match(await at('ftp://forge.example/x'), { code: 'address-refused' });
  t.match(await at('nothing at all'), { code: 'invalid-parameter' });
});

t.test('checks are counted for each client, and those that ask others more strictly', async (t) => {
  const opened = await openApp(t);
  const url = '/api/v1/check?address=https%3A%2F%2F127.0.0.1%2Fa%2Fb';
  for (let i = 0; i < LIMITS.checkFetchesEach; i++)
    t.equal((await opened.ask({ method: 'POST', url })).statusCode, 422);
  t.equal((await opened.ask({ method: 'POST', url })).statusCode, 429);
  for (let i = LIMITS.checkFetchesEach + 1; i < LIMITS.checksEach; i++) await ask(opened, '-');
  const over = await ask(opened, '-');
  t.equal(over.statusCode, 429);
  t.ok(Number(over.headers['retry-after']) > 0);
});

t.test('one client has so many checks at the same time and no more', async (t) => {
  const opened = await openApp(t);
  const slow = `a: [${'{x: "1"}, '.repeat(900)}]\n`;
  const answers = await Promise.all(
    Array.from({ length: LIMITS.checksAtOnce + 2 }, () => ask(opened, slow, '?fix=true')),
  );
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [...Array(LIMITS.checksAtOnce).fill(200), 429, 429]);
  t.equal((await ask(opened, BAD)).statusCode, 200, 'afterwards there is room again');
});

t.test('the page shows the file with its problems in place, and the mended file', async (t) => {
  const opened = await openApp(t);
  const post = (lang: string, payload: string, type: string) =>
    opened.ask({ method: 'POST', url: `/${lang}/check`, payload, headers: { 'content-type': type } });
  const field = (name: string, value: string): string =>
    `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
  const form = await opened.ask('/en/check');
  t.match(form.body, /<form class="check-form" action="\/en\/check" method="post" enctype="multipart\/form-data">/);
  t.match(await opened.ask('/check'), { statusCode: 302, headers: { location: '/en/check' } });
  const text = multipart(field('text', BAD.replaceAll('\n', '\r\n')), field('file', ''), field('address', ''));
  const page = await post('en', text, FORM);
  t.equal(page.statusCode, 200);
  t.match(page.headers, { 'cache-control': 'no-store', 'content-language': 'en' });
  t.match(page.body, /The file is not valid/);
  t.match(page.body, /<li id="L6" value="6" class="error"><code>developmentStatus: <mark>stabel<\/mark><\/code>/);
  t.match(page.body, /<span class="added">\+developmentStatus: stable\n<\/span>/);
  t.match(page.body, /The mended file is valid\./);
  t.match(page.body, /How it gets into the catalogue/, 'what to do with it then');
  const danish = await post('da', `text=${encodeURIComponent(BAD)}`, 'application/x-www-form-urlencoded');
  t.match(danish.body, /Filen er ikke gyldig/);
  const upload = multipart(field('text', 'name: other'), field('file"; filename="x.yml', BAD));
  t.match((await post('en', upload, FORM)).body, /<mark>stabel<\/mark>/, 'a file goes before a text');
  const evil = '<script>alert(1)</script>: "</textarea><img src=x onerror=alert(1)>"\n';
  const shown = (await post('en', multipart(field('text', evil)), FORM)).body;
  t.notMatch(shown, /<script>|<img src=x/);
  t.match(shown, /&lt;script>alert\(1\)&lt;\/script>/);
});

t.test('the page says why nothing was checked, and keeps what was written', async (t) => {
  const opened = await openApp(t);
  const post = (payload: string, type = 'application/x-www-form-urlencoded') =>
    opened.ask({
      ...{ method: 'POST', url: '/da/check', payload },
      headers: { 'content-type': type, accept: 'text/html' },
    });
  t.match(await post('text=&address='), { statusCode: 400, body: /Der er intet at tjekke/ });
  const refused = await post('address=https%3A%2F%2F10.0.0.1%2Fa%2Fb');
  t.equal(refused.statusCode, 422);
  t.match(refused.body, /role="alert"><p>Denne adresse bliver ikke spurgt/);
  t.match(refused.body, /value="https:\/\/10\.0\.0\.1\/a\/b"/);
  t.equal((await post('x', FORM)).statusCode, 400);
  t.equal((await post('x', 'text/plain')).statusCode, 415);
  t.equal((await post(`text=${'x'.repeat(LIMITS.checkFormBytes)}`)).statusCode, 413);
});

t.test('of a long file the page shows the lines near problems, within a bounded time', async (t) => {
  const opened = await openApp(t);
  const lines = Array.from({ length: 8_000 }, (_, i) => `#${i % 100 === 0 ? '' : ' x'.repeat(4)}`).join('\n');
  const payload = multipart(`Content-Disposition: form-data; name="text"\r\n\r\n${lines}\n${BAD}`);
  const request = { method: 'POST', url: '/en/check', payload, headers: { 'content-type': FORM } } as const;
  const { body } = await opened.ask(request);
  t.match(body, /[\d,]+ of 8,\d+ lines are shown/);
  t.match(body, /<mark>stabel<\/mark>/);
  t.ok((body.match(/<li id="L/g) ?? []).length <= LIMITS.shownLines);
});
