import t from 'tap';
import { AUTHORISED, openApp } from '../helpers/open-app.ts';

const KITOS = { kind: 'software', id: 'software/kitos', name: 'Kitos', url: 'https://example.org/kitos' };

t.test('an own entry is withdrawn for good and leaves a tombstone', async (t) => {
  const { ask, post } = await openApp(t);
  await post(KITOS);
  const request = { method: 'DELETE', url: '/api/v1/software/kitos?reason=retired', headers: AUTHORISED } as const;
  const response = await ask(request);
  t.equal(response.statusCode, 200);
  t.same(response.json(), { id: 'software/kitos', changed: true });
  for (const rest of ['', '/body', '/versions', '/compare?from=1&to=1', '/adoptions']) {
    const gone = await ask(`/api/v1/software/kitos${rest}`);
    t.equal(gone.statusCode, 410, rest);
    t.match(gone.json(), { code: 'gone', reason: 'retired', successor: null });
  }
  t.equal((await ask('/api/v1/search?q=kitos')).json().total, 0);
  t.same((await ask(request)).json(), { id: 'software/kitos', changed: false }, 'twice changes nothing');
});

t.test('each kind is withdrawn at its own address', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'organisation', id: 'organisation/aarhus', name: 'Aarhus' });
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  for (const place of ['organisations/aarhus', 'networks/os2']) {
    const request = { method: 'DELETE', url: `/api/v1/${place}?reason=duplicate`, headers: AUTHORISED } as const;
    t.equal((await ask(request)).json().changed, true, place);
    t.equal((await ask(`/api/v1/${place}`)).statusCode, 410);
  }
});

t.test('the reason must be one of the list', async (t) => {
  const { ask, post } = await openApp(t);
  await post(KITOS);
  for (const query of ['', '?reason=', '?reason=bored', '?reason=retired&reason=consent']) {
    const response = await ask({ method: 'DELETE', url: `/api/v1/software/kitos${query}`, headers: AUTHORISED });
    t.equal(response.statusCode, 400, query);
    t.match(response.json(), { code: 'invalid-parameter', detail: /`reason`/ });
  }
  t.equal((await ask('/api/v1/software/kitos')).statusCode, 200);
});

t.test('only own entries are withdrawn, and only with the token', async (t) => {
  const { ask, post, builtIn } = await openApp(t);
  await post(KITOS);
  await builtIn('software', 'os2mo', { name: 'OS2mo' });
  for (const address of ['os2mo', 'os2mo@built-in', 'nothing', '..%2fkitos', 'kitos@own']) {
    const url = `/api/v1/software/${address}?reason=retired`;
    const refused = await ask({ method: 'DELETE', url, headers: AUTHORISED });
    t.equal(refused.statusCode, 404, address);
    if (address.startsWith('os2mo'))
      t.match(
        refused.json().detail,
        /^software\/os2mo comes with the program.*ALMINDING_BUILT_IN=false hides/,
        address,
      );
  }
  t.equal((await ask({ method: 'DELETE', url: '/api/v1/software/kitos?reason=retired' })).statusCode, 401);
  t.equal((await ask('/api/v1/software/kitos')).statusCode, 200);
  t.equal((await ask('/api/v1/software/os2mo')).statusCode, 200);
});
