import type { Test } from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import type { AdmissionRow, TokenRow } from '../../../src/store/access-port.ts';
import { type Opened, unique } from './subject.ts';

/** Tokens, admissions, invitations, and what was done by whom. */
export async function access(t: Test, { store, clock }: Opened): Promise<void> {
  const token = (change: Partial<TokenRow> = {}): TokenRow => ({
    ...{ id: unique('token'), hash: Buffer.from(unique('hash')), kind: 'api', scope: '{}', label: 'A job' },
    ...{ created: clock.now(), expires: clock.now() + 1_000, revoked: null, used: null },
    ...change,
  });

  await t.test('A token is found by its digest until it ends or is revoked', async (t) => {
    const row = token();
    t.equal(await store.putToken(row), true);
    t.match(await store.useToken(row.hash, clock.now()), { id: row.id, label: 'A job' });
    t.equal(await store.useToken(Buffer.from(unique()), clock.now()), null);
    t.equal(await store.useToken(row.hash, row.expires), null, 'its end is no longer in it');
    t.match(
      (await store.listTokens('api')).find(({ id }) => id === row.id),
      { used: clock.now(), revoked: null },
    );
    t.equal(await store.revokeToken(row.id, clock.now()), true);
    t.equal(await store.revokeToken(row.id, clock.now()), false);
    t.equal(await store.useToken(row.hash, clock.now()), null);
  });

  await t.test(
    'Tokens of runs are forgotten when they are over, those of the operator are kept to be seen',
    async (t) => {
      const [run, api] = [token({ kind: 'run' }), token()];
      for (const row of [run, api]) await store.putToken(row);
      await store.putToken(token({ kind: 'run', created: run.expires + 1, expires: run.expires + 2 }));
      t.notOk((await store.listTokens('run')).some(({ id }) => id === run.id));
      t.ok((await store.listTokens('api')).some(({ id }) => id === api.id));
    },
  );

  await t.test('What is used once is not used again until it is over', async (t) => {
    const [digest, now] = [unique('jti'), clock.now()];
    const given = (more: Partial<TokenRow> = {}) => token({ kind: 'run', ...more });
    const first = given();
    t.equal(await store.exchangeToken(first, { digest, until: now + 100 }), 'kept');
    t.match(await store.useToken(first.hash, now), { id: first.id });
    const second = given();
    t.equal(await store.exchangeToken(second, { digest, until: now + 100 }), 'used');
    t.equal(await store.useToken(second.hash, now), null);
    t.equal(await store.exchangeToken(given({ created: now + 101 }), { digest, until: now + 300 }), 'kept');
    // What fails on the way has used nothing up.
    const other = unique('jti');
    await t.rejects(store.exchangeToken({ ...given(), id: first.id }, { digest: other, until: now + 100 }));
    t.equal(await store.exchangeToken(given(), { digest: other, until: now + 100 }), 'kept');
  });

  const admission = (change: Partial<AdmissionRow> = {}): AdmissionRow => ({
    ...{ id: unique('ask'), address: `https://git.example/${unique()}`, path: 'publiccode.yml', principal: '{}' },
    ...{ mediaType: 'application/yaml', bytes: Buffer.from('name: X'), digest: unique(), received: clock.now() },
    ...{ about: 'new', entry: null, state: 'waiting', reason: null, decided: null },
    ...change,
  });

  await t.test('A repository waits once, with the newest that it sent, at the same address', async (t) => {
    const first = admission();
    t.equal((await store.putAdmission(first))?.id, first.id);
    const newer = admission({ address: first.address, bytes: Buffer.from('name: Y') });
    t.equal((await store.putAdmission(newer))?.id, first.id);
    t.match(await store.getAdmission(first.id), { bytes: Buffer.from('name: Y'), digest: newer.digest });
    const older = { id: first.id, digest: 'another' };
    t.equal(await store.settleAdmission(older, 'accepted', null, clock.now()), false, 'another waits there now');
    const waiting = { id: first.id, digest: newer.digest };
    t.equal(await store.settleAdmission(waiting, 'refused', 'Not ours', clock.now()), true);
    t.equal(await store.settleAdmission(waiting, 'accepted', null, clock.now()), false, 'it is settled once');
    const settled = await store.getAdmission(first.id);
    t.match(settled, { state: 'refused', reason: 'Not ours' });
    t.equal(settled?.bytes.length, 0, 'what was sent is not kept');
    t.not((await store.putAdmission(newer))?.id, first.id, 'asked again, it waits anew');
    t.ok((await store.listAdmissions('waiting', 1_000)).some(({ address }) => address === first.address));
    t.equal(await store.getAdmission(unique()), null);
  });

  await t.test('No more wait than are meant to', async (t) => {
    const before = (await store.listAdmissions('waiting', LIMITS.admissionsWaiting)).length;
    for (let n = before; n < LIMITS.admissionsWaiting; n += 1) await store.putAdmission(admission());
    t.equal(await store.putAdmission(admission()), null);
    for (const row of await store.listAdmissions('waiting', LIMITS.admissionsWaiting))
      await store.settleAdmission(row, 'accepted', null, clock.now());
    t.ok(await store.putAdmission(admission()));
  });

  await t.test('One repository does not take the places of all, and what nobody decides goes', async (t) => {
    const { address } = admission();
    const of = (n: number, received = clock.now()) => admission({ address, path: `${n}/publiccode.yml`, received });
    for (let n = 0; n < LIMITS.admissionsOfRepository; n += 1) t.ok(await store.putAdmission(of(n)));
    t.equal(await store.putAdmission(of(99)), null);
    t.ok(await store.putAdmission(of(0)), 'a newer one of what waits takes its place');
    t.ok(await store.putAdmission(admission()), 'others have theirs');
    t.ok(await store.putAdmission(of(99, clock.now() + LIMITS.invitationMs + 1)));
    t.equal((await store.listAdmissions('waiting', 1_000)).filter((one) => one.address === address).length, 1);
  });

  await t.test('An invitation is taken once and ends', async (t) => {
    const row = { id: unique('guest'), writer: '{}', created: clock.now(), expires: clock.now() + 10, entry: null };
    await store.putInvitation(row);
    const open = async (at: number) => (await store.listInvitations(at)).some(({ id }) => id === row.id);
    t.equal(await open(clock.now()), true);
    t.equal(await open(row.expires), false);
    t.equal(await store.takeInvitation(row.id, 'software/x'), true);
    t.equal(await store.takeInvitation(row.id, 'software/y'), false);
    t.equal(await open(clock.now()), false);
    t.equal(await store.dropInvitation(row.id), true);
    t.equal(await store.dropInvitation(row.id), false);
  });

  await t.test('Acts are listed with the newest first', async (t) => {
    const subject = unique('software/x');
    for (const act of ['publish', 'dispute']) await store.noteAct({ at: clock.now(), actor: 'operator', act, subject });
    const [last, before] = await store.listActs(2);
    t.match([last, before], [{ act: 'dispute', subject }, { act: 'publish' }]);
    t.match((await store.listActs(1, last?.seq))[0], { act: 'publish' });
  });
}
