import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntryState as LoggedState } from '../journal/log-state.ts';
import { digestName } from '../kernel/digest.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isSelected } from './mirror.ts';
import { entryOf, mirroredProjection } from './mirror-effects.ts';
import { readMirroredBody } from './mirrored-body.ts';
import type { EntryRow, Report } from './verify-entry.ts';
import { leafAt, type MirroredReplay, type MirroredStore, replayMirrored } from './verify-mirrored.ts';
import { differences, shownSince } from './verify-shown.ts';

/** What was checked of a log of somebody else. Bodies that have not come are no contradiction: they are told. */
export interface MirroredVerification {
  /** Origin line. */
  log: string;
  leaves: number;
  entries: number;
  versions: number;
  /** Bodies that the log names and that are not here. */
  missing: number;
}

interface Run {
  store: MirroredStore;
  replay: MirroredReplay;
  report: Report;
  facets: string[];
  /** Ids whose present body is asked for. */
  wanted: Set<string>;
  result: MirroredVerification;
  changedMeanwhile: number;
}

type Told = (step: 'leaves' | 'entries', done: number, total: number) => void;

/** Every log of another network that is held here, and everything that is shown of it. Never throws for contradictions. */
export async function verifyMirrored(
  store: MirroredStore,
  report: Report,
  tell: Told,
): Promise<{ mirrors: MirroredVerification[]; changedMeanwhile: number }> {
  const mirrors: MirroredVerification[] = [];
  let changedMeanwhile = 0;
  const erased = new Map<number, Set<string>>();
  const peers = await store.listPeers();
  for (const mirror of await store.listMirrors()) {
    const result = { log: mirror.line, leaves: mirror.size, entries: 0, versions: 0, missing: 0 };
    mirrors.push(result);
    const replay = await replayMirrored(store, mirror, report, (done) => tell('leaves', done, mirror.size));
    if (replay === null) continue;
    // What one log of a network has erased comes back through none of the others.
    const all = erased.get(mirror.origin) ?? new Set();
    for (const one of replay.erased) all.add(one);
    erased.set(mirror.origin, all);
    replay.erased = all;
    if (!mirror.shown) continue;
    const wanted = new Set(
      (await store.listWanted(mirror.log, Number.MAX_SAFE_INTEGER, mirror.size)).map(({ id }) => id),
    );
    result.missing = wanted.size;
    const facets = peers.find(({ origin }) => origin === mirror.origin)?.facets ?? [];
    const run: Run = { store, replay, report, facets, wanted, result, changedMeanwhile: 0 };
    await checkEntries(run, (done) => tell('entries', done, Math.max(done, replay.state.entries.size)));
    await checkUnseen(run);
    changedMeanwhile += run.changedMeanwhile;
  }
  return { mirrors, changedMeanwhile };
}

async function checkEntries(run: Run, onPage: (done: number) => void): Promise<void> {
  const { store, replay, result } = run;
  for (let after = 0; ; ) {
    const page = await store.listEntries(replay.mirror.origin, after, LIMITS.verifyPage);
    const last = page.at(-1);
    if (last === undefined) return;
    for (const entry of page) {
      result.entries += 1;
      const logged = replay.state.entries.get(`${entry.kind}/${entry.slug}`);
      if (entry.leafIndex >= replay.state.size) run.changedMeanwhile += 1;
      else await checkEntry(run, entry, logged);
    }
    after = last.ord;
    onPage(result.entries);
    await nextTurn();
  }
}

const nameOf = ({ replay }: Run, { kind, slug }: EntryRow): string => `${kind}/${slug}@${replay.mirror.originName}`;

async function checkEntry(run: Run, entry: EntryRow, logged: LoggedState | undefined): Promise<void> {
  const { report, store } = run;
  const about = nameOf(run, entry);
  if (entry.projected !== (entry.state === 'live'))
    report(
      'projection',
      about,
      `The records and the entries differ: it is ${entry.state} and ${entry.projected ? '' : 'not '}shown.`,
    );
  await checkBodies(run, entry);
  const id = `${entry.kind}/${entry.slug}`;
  if (entry.state === 'withdrawn' && logged?.status !== 'gone' && !(await isGoneElsewhere(run, id, logged)))
    report('entry-state', about, 'It is withdrawn here, and its log still lists it.');
  if (entry.state !== 'live') return;
  if (logged === undefined) report('entry-without-leaf', about, 'Its log does not name this entry.');
  else if (logged.status === 'erased') report('entry-state', about, 'Its log has erased it, and it is shown.');
  else if (logged.digest !== null && logged.digest !== entry.bodyDigest && !(await isElsewhere(run, entry, logged)))
    report('entry-state', about, `Its log names the body ${logged.digest}, and ${entry.bodyDigest} is shown.`);
  const stored = await store.getProjection(entry);
  if (stored !== null) await checkShown(run, entry, stored);
}

/** Another log of the same network has delisted it for good, or is the last one that names it. */
async function isGoneElsewhere({ store, replay }: Run, id: string, logged: LoggedState | undefined): Promise<boolean> {
  for (const { log, origin } of await store.listMirrors()) {
    if (origin !== replay.mirror.origin || log === replay.mirror.log) continue;
    const state = await store.logEntry(log, id);
    if (state !== null && (logged === undefined || state.status === 'gone')) return true;
  }
  return false;
}

/** A newer body that has not come, or cannot be shown, leaves the last good one up. */
async function isElsewhere({ store, replay, wanted }: Run, entry: EntryRow, logged: LoggedState): Promise<boolean> {
  const id = `${entry.kind}/${entry.slug}`;
  return wanted.has(id) || (await store.getUnshown(replay.mirror.log, id))?.digest === logged.digest;
}

async function checkBodies(run: Run, entry: EntryRow): Promise<void> {
  const { store, replay, result, report } = run;
  const about = nameOf(run, entry);
  for (const { n, digest, bytes } of await store.listVersions(entry, LIMITS.verifyPage)) {
    result.versions += 1;
    if (replay.erased.has(`${entry.kind}/${entry.slug} ${digest}`)) {
      if (bytes > 0)
        report('body', `${about} version ${n}`, 'The body of this version was erased, and is still there.');
      continue;
    }
    // What was erased here alone is empty.
    const body = await store.getBody(entry, n);
    if (body === null && bytes === 0) continue;
    const found = body === null ? 'none' : digestName(body.body);
    if (found !== digest) report('body', `${about} version ${n}`, `The body has the digest ${found}, not ${digest}.`);
  }
}

/** What readers see must be what the body gives, and the leaf that is named beside it must name that body. */
async function checkShown(
  run: Run,
  entry: EntryRow,
  stored: NonNullable<Awaited<ReturnType<MirroredStore['getProjection']>>>,
): Promise<void> {
  const { store, replay, report } = run;
  const about = nameOf(run, entry);
  const body = await store.getBody(entry);
  if (body === null) {
    report('body', about, 'It is shown, and its body is not there.');
    return;
  }
  if (body.digest !== entry.bodyDigest)
    report('body', about, `The entry names the body ${entry.bodyDigest}, and ${body.digest} is the newest.`);
  const reading = readMirroredBody(`${entry.kind}/${entry.slug}`, body.mediaType, body.body);
  if (reading.is !== 'record') {
    report('projection', about, 'It is shown, and its body cannot be read as a record.');
    return;
  }
  const said = await mirrorSaid(run, entry, stored.view);
  if (said === null) {
    report('projection', about, 'The leaf that is named beside it does not name its body.');
    return;
  }
  const { origin, kind, slug, version, bodyDigest: digest } = entry;
  const made = {
    originName: replay.mirror.originName,
    version,
    digest,
    updated: shownSince(entry, stored),
    mirror: said,
  };
  for (const { rule, message } of differences(mirroredProjection({ origin, kind, slug }, reading, made), stored)) {
    const [now] = await store.listEntries(origin, entry.ord - 1, 1);
    if (JSON.stringify(now) === JSON.stringify(entry)) report(rule, about, message);
  }
}

/** The log and leaf that the shown document names; an earlier epoch of the same network may still stand there. */
async function mirrorSaid({ store, replay }: Run, entry: EntryRow, view: string) {
  let said: { log: string; index: number } | undefined;
  try {
    said = (JSON.parse(view) as { mirror?: { log: string; index: number } }).mirror;
  } catch {
    said = undefined;
  }
  const { mirror } = replay;
  const log = (await store.listMirrors()).find(({ line, origin }) => line === said?.log && origin === mirror.origin);
  const named = said === undefined || log === undefined ? null : await leafAt(store, log.log, said.index);
  const fits =
    named !== null && 'd' in named && named.d === entry.bodyDigest && named.id === `${entry.kind}/${entry.slug}`;
  return fits ? (said as { log: string; index: number }) : null;
}

/** Ids that the log lists and of which nothing is shown: their bodies are kept aside, still to come, or not wanted here. */
async function checkUnseen(run: Run): Promise<void> {
  const { store, replay, facets, report, wanted } = run;
  const { mirror, state, puts, erased } = replay;
  for (const [id, logged] of state.entries) {
    const { status, digest, index } = logged;
    const leaf = puts.get(id);
    if (status !== 'live' || digest === null || leaf === undefined) continue;
    const blob = await store.getBlob(digest);
    if (blob === null || blob === 'erased') {
      const expected =
        blob === 'erased' || wanted.has(id) || erased.has(`${id} ${digest}`) || !isSelected(leaf, facets);
      if (!expected && !(await isGoneElsewhere(run, id, logged)))
        report('body', `${id} at ${index} of ${mirror.line}`, 'Its body is not there, and nobody asks for it.');
    } else if (entryOf(id, mirror.origin) === null && digestName(blob.body) !== digest)
      report('body', `${id} at ${index} of ${mirror.line}`, `The body has another digest than ${digest}.`);
  }
}
