/** The invariants, as the simulation holds them against whole catalogues. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../../src/federation/pins.ts';
import type { VerifierKey } from '../../src/journal/key.ts';
import { verifierKeys } from '../../src/journal/key-document.ts';
import { type Note, parseNote, signersOf } from '../../src/journal/note.ts';
import { appendLeaf, emptyEdge, leafHash, rootOf } from '../../src/journal/tree.ts';
import { digestName } from '../../src/kernel/digest.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { logHash } from '../../src/logs/names.ts';
import type { MirrorRow } from '../../src/store/mirror-port.ts';
import type { Store } from '../../src/store/port.ts';
import { type Member, type Network, shownOf } from '../federation/world.ts';
import { digestOfStored } from '../registry/mirrored.ts';
import { HOSTILE, type Hostile } from './hostile.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

/** What is true whatever catalogues say. */
export interface Truth {
  /** Keys that each log was ever signed with, by the host. */
  keys: Map<string, Set<string>>;
  /** Digests of bodies that were erased where they were published. */
  erased: string[];
  /** Whom each asks. */
  next: Set<number>[];
}

/** How far each log was at each catalogue when it was looked at last, by the host. */
export type Seen = Map<string, Map<string, SeenLog>>;

type EntryRow = Awaited<ReturnType<Store['listEntries']>>[number];

interface SeenLog {
  size: number;
  /** Of the entries: index of the leaf that is shown, or that it was withdrawn. */
  entries: Map<string, number | 'withdrawn'>;
}

export interface Whole {
  plan: Plan;
  network: Network;
  members: Member[];
  hostile: Hostile | null;
  model: Model;
  truth: Truth;
  seen: Seen;
}

/** I2, I4, I6 and I10 at one catalogue: it holds nothing that its origin did not sign, and nothing of it goes back. */
export async function falseHistory(whole: Whole, member: Member): Promise<string[]> {
  const problems: string[] = [];
  for (const mirror of await member.store.listMirrors()) {
    problems.push(...(await unsigned(whole, member, mirror)));
    const isOther = mirror.originName === HOSTILE;
    if (mirror.frozen !== null && !isOther)
      problems.push(`${member.host} holds ${mirror.line} to be forked, and it is not`);
    const entries = await member.store.listEntries(mirror.origin, 0, 10_000);
    problems.push(...unknown(whole, member, mirror, entries), ...backwards(whole, member, mirror, entries));
    problems.push(...(await changed(member, mirror, entries)));
    if (isOther) problems.push(...tooMuch(whole, member, mirror));
  }
  return problems;
}

function unknown(
  { members, model, hostile }: Whole,
  { host }: Member,
  mirror: MirrorRow,
  entries: EntryRow[],
): string[] {
  const who = members.findIndex((one) => one.host === mirror.originName);
  const isKnown = (slug: string): boolean =>
    mirror.originName === HOSTILE ? hostile?.known.has(`software/${slug}`) === true : model.everHad(who, slug);
  return entries
    .filter(({ state, slug }) => state === 'live' && !isKnown(slug))
    .map(({ slug }) => `${host} shows ${slug} of ${mirror.originName}, who never had it`);
}

/** I2: what is shown are the bytes that the leaf names. */
async function changed(
  { host, store }: Member,
  { originName, log }: MirrorRow,
  entries: EntryRow[],
): Promise<string[]> {
  for (const { id, digest } of await store.listUnshown(log, 1_000)) {
    const blob = await store.getBlob(digest);
    if (blob !== null && blob !== 'erased' && digestName(blob.body) !== digest)
      return [`${host} keeps other bytes of ${id} of ${originName} than its leaf names`];
  }
  for (const entry of entries.filter(({ state }) => state === 'live')) {
    const body = await store.getBody(entry);
    if (body === null || digestName(body.body) !== entry.bodyDigest)
      return [`${host} has other bytes of ${entry.slug} of ${originName} than its leaf names`];
  }
  return [];
}

/** I4, I10: a log never gets shorter, no later leaf is followed by an earlier one, and what was withdrawn stays so. */
function backwards({ seen }: Whole, { host }: Member, mirror: MirrorRow, entries: EntryRow[]): string[] {
  const logs = seen.get(host) ?? new Map<string, SeenLog>();
  seen.set(host, logs);
  const before = logs.get(mirror.line) ?? { size: 0, entries: new Map() };
  const now = entries.map(({ slug, state, leafIndex }) => [slug, state === 'withdrawn' ? state : leafIndex] as const);
  logs.set(mirror.line, { size: mirror.size, entries: new Map(now) });
  const problems = now.flatMap(([slug, index]) => {
    const last = before.entries.get(slug) ?? -1;
    if (last === index || index === 'withdrawn' || (last !== 'withdrawn' && index >= last)) return [];
    return [`${slug} of ${mirror.originName} at ${host} goes from leaf ${last} back to ${index}`];
  });
  if (mirror.size < before.size)
    problems.push(`${mirror.line} at ${host} goes from ${before.size} back to ${mirror.size}`);
  return problems;
}

/** The head that is kept must be one that the origin has signed, and the leaves those of the head. */
async function unsigned({ truth }: Whole, member: Member, { line, log, originName }: MirrorRow): Promise<string[]> {
  const head = await member.store.getHead(log);
  if (head === null) return [];
  let edge = emptyEdge();
  for (const leaf of await member.store.logLeaves(log, 0, head.size))
    edge = appendLeaf(edge, leafHash(Buffer.from(leaf)));
  if (edge.size !== head.size || !rootOf(edge).equals(Buffer.from(head.root)))
    return [`${member.host} has leaves of ${line} that are not those of its head`];
  const peer = (await member.store.listPeers()).find(({ document }) => documentOf({ document }).origin === line);
  const keys = truth.keys.get(originName) ?? (peer && documentOf(peer).log) ?? [];
  const note = parseNote(Buffer.from(head.note));
  // A signature of a key that was not known yet is kept as it came, and the next look at the head mends it.
  const signed = note.signatures.some((one) => isGood({ text: note.text, signatures: [one] }, verifierKeys([...keys])));
  if (!signed || !note.text.startsWith(`${line}\n${head.size}\n${Buffer.from(head.root).toString('base64')}\n`))
    return [`${member.host} keeps a head of ${line} that it did not sign`];
  return [];
}

function isGood(note: Note, keys: VerifierKey[]): boolean {
  try {
    return signersOf(note, keys).length > 0;
  } catch {
    return false;
  }
}

const HOUR_MS = 3_600_000;

/** What a log may grow beyond what was approved. */
function tooMuch({ hostile, network }: Whole, { host }: Member, { size, line }: MirrorRow): string[] {
  if (hostile?.role !== 'flooder') return [];
  const filled = Math.ceil((network.clock.at - hostile.since) / HOUR_MS) * LIMITS.growthAnHour;
  const most = hostile.approved + hostile.tokens + filled;
  return size > most ? [`${host} has ${size} leaves of ${line}, and ${most} were allowed`] : [];
}

/** I1, I3, I5, I10, I11: everybody has the log state of every origin, and shows what it shows. */
export async function differences(whole: Whole): Promise<string[]> {
  const { members, model, hostile } = whole;
  const problems: string[] = [];
  for (const [who, origin] of members.entries()) {
    const size = (await origin.store.getHead(0))?.size ?? 0;
    const expected = (await origin.app.inject(`/log/1/state/${size}`)).payload.trim();
    const own = await shownOf(origin, 'own');
    if (own.map(slugOf).join() !== model.live(who).join())
      problems.push(`${origin.host} shows ${own.map(slugOf)} where it published ${model.live(who)}`);
    for (const member of members)
      if (member !== origin) problems.push(...(await difference(whole, member, origin, { size, expected, own })));
  }
  for (const member of members) problems.push(...(await notErased(whole, member)));
  if (hostile !== null) problems.push(...(await otherwise(whole, hostile)));
  return problems;
}

const slugOf = (line: string): string => (line.split(' ')[0] ?? '').slice('software/'.length);

interface Origin {
  size: number;
  expected: string;
  own: string[];
}

async function difference(
  { plan, members }: Whole,
  member: Member,
  origin: Member,
  { size, expected, own }: Origin,
): Promise<string[]> {
  const mirror = (await member.store.listMirrors()).find(({ originName }) => originName === origin.host);
  if (mirror?.size !== size) return [`${member.host} has ${mirror?.size} of ${size} leaves of ${origin.host}`];
  if ((await digestOfStored(member.store, mirror.log)) !== expected)
    return [`${member.host} has another log state of ${origin.host}`];
  // What it passes on is what it has.
  const served = (await member.app.inject(`/mirror/${logHash(mirror.line)}/checkpoint`)).payload.split('\n');
  if (served[1] !== String(size)) return [`${member.host} serves ${served[1]} of ${size} leaves of ${origin.host}`];
  const isSelective = plan.selective && member === members.at(-1);
  const wanted = isSelective ? own.filter((line) => Number(slugOf(line).slice(1)) % 2 === 0) : own;
  const shown = await shownOf(member, origin.host);
  if (shown.join() !== wanted.join())
    return [`${member.host} shows ${shown.map(slugOf)} of ${origin.host}, and not ${wanted.map(slugOf)} as they are`];
  return [];
}

/** I10: what was erased is nowhere. */
async function notErased({ truth }: Whole, { host, store }: Member): Promise<string[]> {
  for (const digest of truth.erased) {
    const blob = await store.getBlob(digest);
    if (blob !== null && blob !== 'erased') return [`${host} still has ${digest}, which was erased`];
  }
  return [];
}

/** What a hostile catalogue must not have come through with. */
async function otherwise(whole: Whole, { role }: Hostile): Promise<string[]> {
  const problems: string[] = [];
  for (const member of whole.members) {
    const shown = await shownOf(member, HOSTILE);
    // Twenty may go at once; that and more would be half of what it had.
    if (role === 'remover' && shown.length > 0 && shown.length < 20)
      problems.push(`${member.host} has followed the removal of ${40 - shown.length} records`);
  }
  return role === 'equivocator' ? [...problems, ...(await undetected(whole))] : problems;
}

/** I6: of two who ask each other none shows another history of the same log without having found out. */
async function undetected({ members, truth }: Whole): Promise<string[]> {
  const held = new Map<Member, { root: string; size: number; frozen: boolean }>();
  for (const member of members) {
    const mirror = (await member.store.listMirrors()).find(({ originName }) => originName === HOSTILE);
    const head = mirror && (await member.store.getHead(mirror.log));
    if (mirror && head)
      held.set(member, {
        root: Buffer.from(head.root).toString('base64'),
        size: head.size,
        frozen: mirror.frozen !== null,
      });
  }
  return members.flatMap((member, i) =>
    [...(truth.next[i] ?? [])].flatMap((j) => {
      const [one, other] = [held.get(member), held.get(members[j] as Member)];
      if (!one || !other || one.frozen || one.size !== other.size || one.root === other.root) return [];
      return [`${member.host} has not seen that ${members[j]?.host} has another history of ${HOSTILE}`];
    }),
  );
}

/**
 * I13: where nothing is new, a turn is one request to each peer, and nothing is written. Beside one that never answers minutes
 * pass in each turn, after which a head that lacks its quorum is looked at again.
 */
export async function unquiet(
  { plan, members, network }: Whole,
  pull: (member: Member) => Promise<void>,
): Promise<string[]> {
  const problems: string[] = [];
  const counts = ({ url }: { url: string }) => plan.role !== 'slow' || !url.endsWith('/checkpoint');
  for (const member of members) {
    const wrote = await turnWithoutNews(member, async () => {
      network.asked.length = 0;
      await pull(member);
    });
    if (wrote) problems.push(`${member.host} writes where nothing is new`);
    for (const { url } of await member.store.listPeers()) {
      if (url === '' || url.includes(HOSTILE)) continue;
      const count = network.asked.filter((one) => one.url.startsWith(`${url}/`) && counts(one)).length;
      if (count !== 1) problems.push(`${member.host} sends ${count} requests to ${url} where nothing is new`);
    }
  }
  return problems;
}

/** A peer that was left alone for a while, as a hostile one is, may have news once its time is over: then one more turn is quiet. */
const TURNS = 4;

/** Pulls until no log grows by it; whether that last turn wrote anything. */
async function turnWithoutNews(member: Member, pull: () => Promise<void>): Promise<boolean> {
  const files = () => ['alminding.db', 'alminding.db-wal'].map((name) => written(join(member.folder, name))).join();
  await pull();
  for (let turn = 1; ; turn += 1) {
    const [before, held] = [files(), await leavesHeld(member)];
    await pull();
    if (turn === TURNS || held === (await leavesHeld(member))) return before !== files();
  }
}

const leavesHeld = async ({ store }: Member): Promise<string> =>
  (await store.listMirrors()).map(({ originName, size }) => `${originName} ${size}`).join();

function written(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
