import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import type { EntryKey, Store, VersionRow } from '../store/port.ts';
import type { EntryTexts } from '../store/trust-port.ts';
import type { ErasedList } from './erased-list.ts';
import { findBeside, type Place } from './find-person.ts';
import { namesSuppressed, type Suppression, suppressionOf, suppressionRows, textsIn, wordsOf } from './suppressed.ts';
import type { Registry } from './types.ts';

export interface ErasureDeps {
  store: Store;
  registry: Pick<Registry, 'erase'>;
  now: number;
  /** Writes `erased.txt`; what is in it is on the disk when this resolves. */
  keep(list: ErasedList): Promise<void>;
}

export interface ErasureDone {
  /** Ids whose present content went: they are no longer shown. */
  hidden: string[];
  /** Bodies that were destroyed. */
  bodies: number;
  /** Contacts, sources, identities and entries of file lists that were taken out, without touching what is shown. */
  redacted: number;
  /** Whether the write-ahead log could be emptied: else the next one who closes the data does it. */
  scrubbed: boolean;
}

/** Destroys one version of an own entry, or all of it, and keeps the same source from coming back. */
export async function eraseEntry(deps: ErasureDeps, key: EntryKey, digest: string | null): Promise<ErasureDone> {
  const { store, registry } = deps;
  const versions = await allVersions(store, key);
  const present = versions[0]?.digest;
  const all = digest === null || digest === present;
  const sources = all ? (await store.getSources(key)).map((source) => source.digest) : [];
  const bodies = digest === null ? versions.map((version) => version.digest) : [digest];
  await remember(deps, { sources, words: [], bodies });
  const { id, shown } = await registry.erase(key.kind, key.slug, digest);
  const scrubbed = await store.scrub();
  return { hidden: shown ? [id] : [], bodies: bodies.length, redacted: 0, scrubbed };
}

/** Newest first. */
async function allVersions(store: Store, key: EntryKey): Promise<VersionRow[]> {
  const versions: VersionRow[] = [];
  for (;;) {
    const page = await store.listVersions(key, LIMITS.verifyPage, versions.at(-1)?.n);
    versions.push(...page);
    if (page.length < LIMITS.verifyPage) return versions;
  }
}

/** Destroys a text at all these places: bodies that hold it go as a whole, around them only it. */
export async function erasePerson(deps: ErasureDeps, text: string, places: Place[]): Promise<ErasureDone> {
  const { store, registry } = deps;
  const own = places.filter(({ entry }) => entry.origin === OWN);
  const bodies = own.filter(({ what }) => what === 'body');
  const words = wordsOf(text);
  await remember(deps, { sources: [], words, bodies: bodies.map(({ digest }) => digest as string) });
  const done: ErasureDone = { hidden: [], bodies: 0, redacted: 0, scrubbed: false };
  // Before the leaves: whoever is killed in between finds these places again.
  const list = suppressionOf(await store.listSuppressed()) as Suppression;
  done.redacted += await redactAll(store, list);
  for (const { entry, digest } of bodies) {
    const { id, shown } = await registry.erase(entry.kind, entry.slug, digest as string);
    done.bodies += 1;
    if (shown) done.hidden.push(id);
  }
  // A source whose record names the text, though no body does any more.
  for (const { entry, id } of own.filter(({ what, inRecord }) => what === 'source' && inRecord === true))
    if (!done.hidden.includes(id)) {
      await registry.erase(entry.kind, entry.slug, null);
      done.hidden.push(id);
    }
  for (const beside of await findBeside(store, text)) if (await store.dropBeside(beside)) done.redacted += 1;
  done.redacted += await store.forgetFiles((problems) => namesSuppressed(list, textsIn(JSON.parse(problems))));
  done.scrubbed = await store.scrub();
  return done;
}

/** First on paper, then done: a process that is killed in between is made up for at the next start. */
async function remember(
  { store, now, keep }: ErasureDeps,
  what: { sources: string[]; words: string[]; bodies: string[] },
): Promise<void> {
  const rows = suppressionRows(await store.listSuppressed(), what, { salt: randomBytes(32), at: now });
  await store.suppress(rows);
  const suppressed = await store.listSuppressed();
  await keep({ bodies: [...new Set([...(await ownErased(store)), ...what.bodies])], suppressed });
}

/** Of ours alone: what other logs erase is told by these, and is no reason to destroy anything here. */
const ownErased = async (store: Store): Promise<string[]> => (await store.ownErasures()).map(({ digest }) => digest);

/** Contacts, bytes of sources and identities that name somebody who is not to be named, of all entries. */
async function redactAll(store: Store, list: Suppression): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const page = await store.entryTexts(after, LIMITS.verifyPage / 10);
    const last = page.at(-1);
    if (last === undefined) return count;
    for (const entry of page) count += await redactEntry(store, list, entry);
    after = last.ord;
    await nextTurn();
  }
}

async function redactEntry(store: Store, list: Suppression, texts: EntryTexts): Promise<number> {
  const { ord, contacts, sources, identities } = texts;
  const kept = contactsLeft(list, contacts);
  const bytes = sources.filter((source) => namesSuppressed(list, Buffer.from(source.bytes).toString('utf8')));
  const keys = identities.filter((key) => namesSuppressed(list, key));
  if (kept === undefined && bytes.length + keys.length === 0) return 0;
  await store.redact(ord, {
    ...(kept === undefined ? {} : { contacts: kept }),
    sources: bytes.map(({ key }) => key),
    identities: keys,
  });
  return bytes.length + keys.length + (kept === undefined ? 0 : 1);
}

/** The contacts without those that are not to be named; null for none, undefined where nothing changes. */
function contactsLeft(list: Suppression, contacts: string | null): string | null | undefined {
  if (contacts === null) return undefined;
  const all = JSON.parse(contacts) as object[];
  const left = all.filter((contact) => !namesSuppressed(list, textsIn(contact)));
  if (left.length === all.length) return undefined;
  return left.length === 0 ? null : JSON.stringify(left);
}

/**
 * Brings data that may be older than an erasure in line with what `erased.txt` says. Answers with the number of things that
 * had come back and are gone again; 0 where the data has it all already, which costs two short reads.
 */
export async function applyErased(deps: Omit<ErasureDeps, 'keep'>, list: ErasedList): Promise<number> {
  const { store, registry } = deps;
  const known = new Set(await ownErased(store));
  const before = (await store.listSuppressed()).length;
  await store.suppress(list.suppressed);
  const fresh = (await store.listSuppressed()).length > before;
  let count = 0;
  for (const digest of list.bodies.filter((one) => !known.has(one))) {
    const entry = await store.entryOfBody(digest);
    if (entry?.origin !== OWN) continue;
    await registry.erase(entry.kind, entry.slug, digest);
    count += 1;
  }
  const suppression = suppressionOf(await store.listSuppressed());
  if (fresh && suppression !== null) count += await redactAll(store, suppression);
  if (count > 0) await store.scrub();
  return count;
}
