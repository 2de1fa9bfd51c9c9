/**
 * The federation by chance: whole catalogues in one process, each on a database of its own, a network in memory, a clock that
 * is moved, one seed for all that happens. Afterwards all faults stop, and everybody must have what everybody published.
 */

import { gunzipSync, gzipSync } from 'node:zlib';
import { documentOf } from '../../src/federation/pins.ts';
import type { Answered } from '../../src/federation/transport.ts';
import { openCheckpoint } from '../../src/journal/checkpoint.ts';
import { verifierKeys } from '../../src/journal/key-document.ts';
import { digestName, sha256 } from '../../src/kernel/digest.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { type Fault, join_, type Member, Network, shownOf } from '../federation/world.ts';
import { digestOfStored } from '../registry/mirrored.ts';
import { Model } from './model.ts';

export const TOPOLOGIES = ['line', 'ring', 'star', 'complete', 'random', 'bridge'] as const;
type Topology = (typeof TOPOLOGIES)[number];

export interface Plan {
  seed: number;
  peers: number;
  topology: Topology;
  /** What happens, in order: shrunk on failure. */
  events: Event[];
}

type Event =
  | { do: 'publish' | 'withdraw' | 'pull' | 'crash'; who: number; what: number }
  | { do: 'faults'; who: number; what: number }
  | { do: 'wait'; who: number; what: number };

/** Numbers that follow from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const KINDS: readonly Event['do'][] = [
  'publish',
  'publish',
  'publish',
  'withdraw',
  'pull',
  'pull',
  'pull',
  'pull',
  'crash',
  'faults',
  'wait',
];

export function planOf(seed: number, peers: number, steps: number): Plan {
  const random = randomOf(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const topology = TOPOLOGIES[pick(TOPOLOGIES.length)] as Topology;
  const events = Array.from({ length: steps }, () => {
    const kind = KINDS[pick(KINDS.length)] as Event['do'];
    return { do: kind, who: pick(peers), what: pick(8) } as Event;
  });
  return { seed, peers, topology, events };
}

/** Whom each asks. Everybody has pinned everybody; asked are only its neighbours, so logs travel through third catalogues. */
function neighbours({ topology, peers, seed }: Plan): Set<number>[] {
  const random = randomOf(seed ^ 0x5bd1e995);
  const next: Set<number>[] = Array.from({ length: peers }, () => new Set<number>());
  const link = (a: number, b: number): void => {
    if (a === b) return;
    next[a]?.add(b);
    next[b]?.add(a);
  };
  const half = Math.floor(peers / 2);
  const before = (i: number) => Array.from({ length: i }, (_, j) => j);
  const linksTo = (i: number): number[] => {
    if (topology === 'star') return [0];
    if (topology === 'complete') return before(i);
    if (topology === 'bridge') return before(i).filter((j) => i < half === j < half);
    return topology === 'random' ? [i - 1, Math.floor(random() * peers)] : [i - 1];
  };
  for (let i = 1; i < peers; i += 1) for (const j of linksTo(i)) link(i, j);
  if (topology === 'ring') link(peers - 1, 0);
  if (topology === 'bridge') link(0, peers - 1);
  return next;
}

/** What may happen to an answer. Drawn from seed, asker, address and how often it was asked, so that no order matters. */
function faultFor(seed: number, level: number, counts: Map<string, number>, from: string): Fault {
  return async (request, answer) => {
    const name = `${from} ${request.url}`;
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const draw = sha256(`${seed} ${name} ${n}`);
    const chance = draw.readUInt32BE(0) / 2 ** 32;
    if (chance > level) return answer();
    const kind = (draw[4] as number) % 5;
    if (kind === 0) throw new CodedError('unreachable', 'lost');
    const given = await answer();
    if (kind === 1) return { status: 503, headers: { 'retry-after': '1' }, bytes: Buffer.alloc(0) };
    return given.bytes.byteLength === 0 ? given : spoiled(given, kind, draw);
  };
}

/** Cut in half, or with another bit; what is packed is changed inside too: the check sum of the packing is no protection. */
function spoiled(given: Answered, kind: number, draw: Buffer): Answered {
  if (kind === 2) return { ...given, bytes: given.bytes.subarray(0, given.bytes.byteLength >> 1) };
  const packed = kind === 4 && given.bytes.readUInt16BE(0) === GZIP && given.status === 200;
  const changed = flipped(packed ? gunzipSync(given.bytes) : given.bytes, draw);
  return { ...given, bytes: packed ? gzipSync(changed) : changed };
}

const GZIP = 0x1f8b;

function flipped(given: Uint8Array, draw: Buffer): Buffer {
  const bytes = Buffer.from(given);
  const at = draw.readUInt16BE(5) % bytes.byteLength;
  bytes[at] = (bytes[at] as number) ^ (1 << ((draw[7] as number) % 8));
  return bytes;
}

/** Why the run broke an invariant; none where it holds. */
export async function simulate(plan: Plan): Promise<string[]> {
  const ends: (() => unknown)[] = [];
  const network = new Network();
  const model = new Model(plan.peers);
  try {
    const members: Member[] = [];
    for (let i = 0; i < plan.peers; i += 1)
      members.push(await join_({ teardown: (act) => ends.push(act) }, network, `p${i}.example`));
    await pinAll(members, neighbours(plan));
    let level = 0;
    const counts = new Map<string, number>();
    network.fault = (from) => (level === 0 ? undefined : faultFor(plan.seed, level, counts, from));
    const problems: string[] = [];
    for (const event of plan.events) {
      const member = members[event.who % members.length] as Member;
      if (event.do === 'faults') level = event.what / 16;
      else if (event.do === 'wait') network.clock.at += 2 ** event.what * 60_000;
      else await act(event.do, member, event, model);
      network.clock.at += 1_000;
      problems.push(...(await falseHistory(members, model)));
      if (problems.length > 0) return problems;
    }
    level = 0;
    for (let round = 0; round < 3 * plan.peers + 4; round += 1) {
      network.clock.at += 3_700_000;
      for (const member of members) await member.pull();
    }
    return await differences(members, model);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function act(
  what: 'publish' | 'withdraw' | 'pull' | 'crash',
  member: Member,
  event: Event,
  model: Model,
): Promise<void> {
  const slug = `s${event.what}`;
  if (what === 'pull') await member.pull();
  else if (what === 'crash') await member.restart();
  else if (what === 'publish' && !model.isGone(event.who, slug)) {
    const version = model.publish(event.who, slug);
    await member.publish(slug, { url: `https://forge.example/${member.host}/${slug}`, version: String(version) });
  } else if (what === 'withdraw' && model.withdraw(event.who, slug)) {
    await member.registry.withdraw('software', slug, 'withdrawn');
    await member.sign();
  }
}

async function pinAll(members: Member[], next: Set<number>[]): Promise<void> {
  for (const [i, member] of members.entries()) {
    for (const [j, other] of members.entries()) {
      if (i === j) continue;
      const peer = await member.pin(other);
      // Pinned, and asked only where it is a neighbour: its log comes through others.
      if (!next[i]?.has(j)) await member.store.setPeer(peer.origin, { url: '' });
    }
  }
}

/** I2 and I4: nothing is ever stored that its origin did not sign, whatever came. */
async function falseHistory(members: Member[], model: Model): Promise<string[]> {
  const problems: string[] = [];
  for (const member of members) {
    for (const { originName, line, frozen, log } of await member.store.listMirrors()) {
      problems.push(...(await unsigned(member, line, log)));
      if (frozen !== null) problems.push(`${member.host} holds ${line} to be forked, and it is not`);
      const who = members.findIndex(({ host }) => host === originName);
      for (const shown of await shownOf(member, originName)) {
        const name = (shown.split(' ')[0] ?? '').slice('software/'.length);
        if (!model.everHad(who, name))
          problems.push(`${member.host} shows ${shown} of ${originName}, who never had it`);
      }
    }
  }
  return problems;
}

/** The head that is kept must be one that the origin has signed. */
async function unsigned(member: Member, line: string, log: number): Promise<string[]> {
  const head = await member.store.getHead(log);
  const peer = (await member.store.listPeers()).find(({ document }) => documentOf({ document }).origin === line);
  if (head === null || peer === undefined) return [];
  try {
    openCheckpoint(Buffer.from(head.note), line, verifierKeys(documentOf(peer).log));
    return [];
  } catch (error) {
    return [`${member.host} keeps a head of ${line} that it did not sign: ${error}`];
  }
}

/** I1, I3, I5: everybody has the log state of every origin, and shows what it shows. */
async function differences(members: Member[], model: Model): Promise<string[]> {
  const problems: string[] = [];
  for (const [who, origin] of members.entries()) {
    const size = (await origin.store.getHead(0))?.size ?? 0;
    const expected = (await origin.app.inject(`/log/1/state/${size}`)).payload.trim();
    const own = await shownOf(origin, 'own');
    if (own.map((line) => (line.split(' ')[0] ?? '').slice('software/'.length)).join() !== model.live(who).join())
      problems.push(`${origin.host} does not have what it published`);
    for (const member of members)
      if (member !== origin) problems.push(...(await difference(member, origin, { size, expected, own })));
  }
  return problems;
}

type Truth = { size: number; expected: string; own: string[] };

async function difference(member: Member, origin: Member, { size, expected, own }: Truth): Promise<string[]> {
  const mirror = (await member.store.listMirrors()).find(({ originName }) => originName === origin.host);
  if (mirror?.size !== size) return [`${member.host} has ${mirror?.size} of ${size} leaves of ${origin.host}`];
  if ((await digestOfStored(member.store, mirror.log)) !== expected)
    return [`${member.host} has another log state of ${origin.host}`];
  const same = (await shownOf(member, origin.host)).join() === own.join();
  if (!same) return [`${member.host} shows something else than ${origin.host}`];
  for (const entry of (await member.store.listEntries(mirror.origin, 0, 10_000)).filter(
    ({ state }) => state === 'live',
  )) {
    const body = await member.store.getBody(entry);
    if (body === null || digestName(body.body) !== entry.bodyDigest)
      return [`${member.host} has other bytes of ${entry.slug} than ${origin.host}`];
  }
  return [];
}

/** A schedule that still fails with as few events as are found by leaving out halves, quarters, … */
export async function shrink(plan: Plan): Promise<Plan> {
  let best = plan;
  for (let size = Math.ceil(plan.events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.events.length; ) {
      const events = best.events.toSpliced(at, size);
      const smaller = { ...best, events };
      if (events.length < best.events.length && (await simulate(smaller)).length > 0) best = smaller;
      else at += size;
    }
  }
  return best;
}
