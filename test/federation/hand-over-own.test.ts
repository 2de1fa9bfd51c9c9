/** What a catalogue that hands over does about its own entries, when others do not answer and when its folder changes. */
import t from 'tap';
import { refusalStating } from '../../src/federation/refusals.ts';
import { refusalId } from '../../src/journal/refusal-document.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { verify } from '../../src/registry/verify.ts';
import { software } from '../registry/world.ts';
import { join_, joinThree, type Member, Network } from './world.ts';

const DAY = 24 * 3_600_000;

t.test(
  'However many offers have lapsed, all are taken back, and one that cannot be keeps none of the others',
  async (t) => {
    const network = new Network();
    network.clock.at = Date.parse('2026-11-28T10:00:00Z');
    const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
    await a.pin(b);
    const slugs = Array.from({ length: LIMITS.batchSteps + 6 }, (_, i) => `offered-${i}`);
    for (const slug of slugs) {
      await a.registry.publish(software(slug));
      await a.registry.handOver.offer(slug, { origin: 'b.example' });
    }
    network.clock.at += 106 * DAY;
    const { commit } = a.store;
    let refused = 0;
    a.store.commit = async (steps, ...more) => {
      if (refused > 0) return commit(steps, ...more);
      refused += 1;
      return [{ refused: new CodedError('invalid-input') }] as never;
    };
    t.equal(await a.registry.handOver.lapse(), slugs.length - 1);
    t.equal(await a.registry.handOver.lapse(), 1, 'the next look finds it');
    t.same(await a.registry.handOver.list(), []);
  },
);

t.test('A file that leaves the folder does not take along what went on elsewhere', async (t) => {
  const network = new Network();
  const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
  await a.pin(b);
  await b.pin(a);
  const settle = async () => {
    for (const member of [a, b]) await member.sign();
    for (const member of [a, b, a]) await member.pull();
  };
  const provenance = { by: 'folder', file: 'software/meet.yml' } as const;
  await a.registry.publish(software('Meet', {}, { provenance, slug: 'meet' }));
  await a.registry.handOver.offer('meet', { origin: 'b.example' });
  await settle();
  await b.registry.handOver.accept('software/meet@a.example');
  await settle();
  const key = { origin: 0, kind: 'software', slug: 'meet' } as const;
  t.same(await a.registry.hide({ key, source: 'folder:software/meet.yml' }), { hidden: false });
  t.match(await a.registry.read.lookup('software', 'meet'), { redirect: '/software/meet@b.example' });
  t.same((await verify(a.store)).findings, []);
});

t.test('A refusal is said once in the signed log, and seen by whoever mirrors it, in a new log too', async (t) => {
  const { network, members } = await joinThree(t);
  const [a, b, c] = members;
  for (const [from, to] of [[a, b] as const, [b, a] as const, [c, a] as const, [c, b] as const]) await from.pin(to);
  const look = ({ store }: Member) => refusalStating({ store, clock: network.clock, salt: () => 'salt' });
  const size = async () => (await b.store.readLog()).size;
  const settle = async () => {
    for (const member of [a, b]) await member.sign();
    for (const member of [a, b, c]) await member.pull();
  };
  const seen = async ({ registry }: Member) =>
    (await registry.handOver.list()).map(({ side, state, settled }) => ({ side, state, settled }));
  for (const name of ['Kitos', 'Meet']) await a.publish(name);
  for (const slug of ['kitos', 'meet']) await a.registry.handOver.offer(slug, { origin: 'b.example' });
  await settle();
  const stated = look(b);
  const before = await size();
  await stated();
  t.equal(await size(), before, 'nothing was refused yet');
  await b.registry.handOver.refuse('software/kitos@a.example');
  await stated();
  t.equal(await size(), before, 'it is looked every other second');
  network.clock.at += LIMITS.peersLookMs;
  await stated();
  t.equal(await size(), before + 1);
  network.clock.at += LIMITS.peersLookMs;
  await stated();
  t.equal(await size(), before + 1, 'once');
  await settle();
  const settled = '2026-11-28';
  t.same(await seen(a), [
    { side: 'giver', state: 'refused', settled },
    { side: 'giver', state: 'offered', settled: null },
  ]);
  t.match(await seen(c), [{ side: 'neither', state: 'refused', settled }, { state: 'offered' }]);
  const offer = (await b.store.ownControls('control/label/'))[0]?.id ?? '';
  t.match(offer, /^control\/label\/[0-9a-f]{64}$/);
  t.not(offer, refusalId('another'), 'the answer is to this offer alone');
  await b.move('moved.example');
  await look(b)();
  await settle();
  t.match(await seen(a), [{ side: 'giver', state: 'refused', settled }, { state: 'offered' }]);
  network.clock.at += (LIMITS.handOverDays + 1) * DAY;
  await b.move('again.example');
  await look(b)();
  t.same(await b.store.ownControls('control/label/'), [], 'what nobody can accept any more is not said again');
  for (const member of [a, b, c]) t.same((await verify(member.store)).findings, [], `${member.host} verifies`);
});
