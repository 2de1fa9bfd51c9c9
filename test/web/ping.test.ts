import t, { type Test } from 'tap';
import { formatVerifierKey, NOTE_KEY, signerOf } from '../../src/journal/key.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createPingEar, readPing, signPing } from '../../src/logs/ping.ts';
import { openApp } from '../helpers/open-app.ts';

const LOG = signerOf('peer.example/log/1', NOTE_KEY, Buffer.alloc(32, 7));
const TARGET = 'http://catalogue.test/ping';

async function open(t: Test) {
  const app = await openApp(t);
  await app.store.putWitnessed({ origin: LOG.name, keys: [formatVerifierKey(LOG)], mirrored: true });
  const ping = async (headers: object, payload?: string) =>
    (await app.ask({ method: 'POST', url: '/ping', headers: { ...headers }, ...(payload ? { payload } : {}) }))
      .statusCode;
  return { ...app, ping };
}

t.test('a mirrored log is heard once for each ping, and nothing else is', async (t) => {
  const { ping, clock, store } = await open(t);
  const good = () => signPing(TARGET, LOG, clock.time);
  const first = good();
  t.equal(await ping(first), 202);
  t.equal(await ping(first), 403, 'the same again');
  t.equal(await ping(good()), 202, 'another');
  t.equal(await ping(signPing('http://other.test/ping', LOG, clock.time)), 403, 'for somebody else');
  t.equal(await ping(signPing(TARGET, LOG, clock.time - 301_000)), 403, 'too old');
  t.equal(await ping(signPing(TARGET, LOG, clock.time + 301_000)), 403, 'of the future');
  const stranger = signerOf('stranger.example/log/1', NOTE_KEY);
  t.equal(await ping(signPing(TARGET, stranger, clock.time)), 404);
  const forged = { ...good(), signature: first.signature };
  t.equal(await ping(forged), 403, 'with the signature of another ping');
  t.equal(await ping({}), 400);
  t.equal(await ping({ ...good(), 'content-digest': 'sha-256=:AAAA:' }), 400);
  t.equal(await ping({ ...good(), 'signature-input': `${good()['signature-input']};x=1` }), 400);
  await store.putWitnessed({ origin: LOG.name, keys: [formatVerifierKey(LOG)], mirrored: false });
  t.equal(await ping(good()), 404, 'a log that is only cosigned here is nobody to ask');
});

t.test('any byte of a ping that is another makes it another ping', async (t) => {
  const headers = signPing(TARGET, LOG, 1_000_000);
  const text = headers['signature-input'];
  let accepted = 0;
  for (let at = 0; at < text.length; at += 1) {
    const other = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
    const ping = readPing({ ...headers, 'signature-input': other });
    if (ping === null || ping.keyid !== formatVerifierKey(LOG)) continue;
    if (createPingEar().accepts(ping, TARGET, 1_000_000)) accepted += 1;
  }
  t.equal(accepted, 0);
  const ping = readPing({ ...headers });
  t.ok(ping && createPingEar().accepts(ping, TARGET, 1_000_000));
});

t.test('who pings without end silences itself and nobody else, and only for a while', async (t) => {
  const ear = createPingEar();
  const other = signerOf('other.example/log/1', NOTE_KEY, Buffer.alloc(32, 8));
  const accepts = (key: typeof LOG, now: number) => {
    const ping = readPing({ ...signPing(TARGET, key, now) });
    return ping !== null && ear.accepts(ping, TARGET, now);
  };
  let accepted = 0;
  for (let sent = 0; sent < LIMITS.pingsKept + 20; sent += 1) if (accepts(LOG, 1_000_000)) accepted += 1;
  t.equal(accepted, LIMITS.pingsKept);
  t.notOk(accepts(LOG, 1_000_000));
  t.ok(accepts(other, 1_000_000));
  t.ok(accepts(LOG, 1_000_000 + 601_000));
});
