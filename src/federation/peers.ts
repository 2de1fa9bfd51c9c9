import { openCheckpoint } from '../journal/checkpoint.ts';
import { isVouchedFor, type KeyDocument, openKeyDocument, verifierKeys } from '../journal/key-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { baseOf, isLocal, splitOrigin } from '../logs/names.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { askToWitness, stopAsking } from './asked.ts';
import { cannot, discovered } from './discovered.ts';
import { adoptChain } from './epochs.ts';
import { namesIn, type PinSeen, pinnedBy } from './pinned.ts';
import { documentOf, wordsOf } from './pins.ts';
import { catalogueAt } from './source.ts';
import type { Transport } from './transport.ts';

export interface PeersDeps {
  store: Store;
  clock: Clock;
  transport: Transport;
}

/** A catalogue that was looked at and is not pinned yet. */
export interface Candidate {
  url: string;
  /** Its name for itself. */
  title: string;
  /** Name of its origin without an epoch, and the line of its present log. */
  originName: string;
  line: string;
  /** To be compared, by another channel, with what its people see in `alminding key show`. */
  words: string;
  /** Leaves of its log now. */
  size: number;
  document: KeyDocument;
  /** All its key documents, from the first on. */
  chain: Buffer[];
  /** Which of the catalogues that are mirrored here have pinned it, and whether under its keys. */
  pinnedBy: PinSeen[];
}

/**
 * Looks at a catalogue by its public address: what it says of itself, its chain of keys, a head signed by these. Nothing is
 * stored. Throws `invalid-parameter` for what cannot be pinned, and the refusals of requests.
 */
export async function lookAt({ store, transport }: PeersDeps, address: string): Promise<Candidate> {
  const url = urlOf(address);
  const catalogue = catalogueAt(url, transport);
  const { origin: line, keyDocument, name } = discovered(await catalogue.discovery());
  const named = splitOrigin(line);
  if (named === null || named.base !== baseOf(url))
    throw cannot(`It calls its log ${line.slice(0, 200)}, which does not belong to the address ${url}.`);
  if (isLocal(line)) throw cannot('It has no public address yet (ALMINDING_URL), so its log has no lasting name.');
  const source = catalogue.log(line, named.epoch);
  let document: KeyDocument | null = null;
  const chain: Buffer[] = [];
  const lines = [line];
  for (let n = 1; n <= Math.min(keyDocument, LIMITS.keySteps); n += 1) {
    const bytes = await source.keys(n);
    if (bytes === null) throw cannot(`Its key document ${n} is missing.`);
    document = openKeyDocument(bytes, document);
    chain.push(bytes);
    lines.splice(1, 0, document.origin);
  }
  if (document === null || document.origin !== line) throw cannot('Its key documents are of another log.');
  if (!isVouchedFor(chain))
    throw cannot(
      'The key to which its eight words belong has signed none of its key documents. Whoever answers there may only pretend to be that network.',
    );
  const { size } = openCheckpoint(await source.checkpoint(), line, verifierKeys(document.log));
  const originName = named.base;
  const others = await (await pinnedBy(store)).of({ names: namesIn(lines), document, chain: async () => chain });
  const words = wordsOf(document);
  return { url, title: name, originName, line, words, size, document, chain, pinnedBy: others };
}

/** Pins a catalogue whose eight words were compared. Its log up to its present size is approved with it. */
export async function pin(
  deps: PeersDeps,
  candidate: Candidate,
  { words, name, facets = [] }: { words: string; name?: string; facets?: string[] },
): Promise<PeerRow> {
  if (normal(words) !== candidate.words)
    throw new CodedError(
      'invalid-parameter',
      `The words are not those of this catalogue. Ask its people for the eight words of their root key by another way than its own pages.`,
    );
  const peers = await deps.store.listPeers();
  const known = await knownAs(deps, peers, candidate);
  if (known !== undefined && !isOfChain(candidate, known))
    throw new CodedError('conflict', `${known.name} is pinned with other keys. Remove it first if it has begun anew.`);
  const { n } = candidate.document;
  if (known !== undefined && n < documentOf(known).n)
    throw new CodedError(
      'conflict',
      `It shows its key document ${n}, and ${documentOf(known).n} of them are known here: what answers there is behind. Ask again later.`,
    );
  const short = name ?? known?.name ?? freeName(candidate.originName, peers);
  if (peers.some((peer) => peer.name === short && peer.origin !== known?.origin))
    throw new CodedError('conflict', `There is a peer ${short} already.`);
  if (known === undefined && peers.length >= LIMITS.peers)
    throw new CodedError('conflict', `${LIMITS.peers} catalogues are pinned here, which is as many as can be.`);
  const now = deps.clock.now();
  const row = await deps.store.putPeer({
    ...{
      originName: known?.originName ?? candidate.originName,
      name: short,
      url: candidate.url,
      state: 'active',
      facets,
    },
    ...{ document: JSON.stringify(candidate.document), words: candidate.words, added: known?.added ?? now },
    ...{ approved: Math.max(candidate.size, known?.approved ?? 0), tokens: LIMITS.growthLeaves, tokensAt: now },
    health: known?.health ?? '{}',
  });
  await deps.store.openMirror(row.origin, candidate.line);
  await deps.store.putWitnessed({ origin: candidate.line, keys: [...candidate.document.log], mirrored: true });
  if (known !== undefined && known.url !== row.url) await stopAsking(deps.store, known);
  await askToWitness(deps.store, { url: row.url, base: candidate.originName, document: candidate.document });
  return row;
}

/**
 * The peer that this candidate is already. One whose address has changed is known by its keys: its new log is then followed
 * along the chain, and nothing of it is there twice.
 */
async function knownAs(deps: PeersDeps, peers: PeerRow[], candidate: Candidate): Promise<PeerRow | undefined> {
  const same = peers.find(({ originName }) => originName === candidate.originName);
  if (same !== undefined) return same;
  const moved = peers.find((peer) => isSuccessor(candidate, documentOf(peer)));
  if (moved === undefined) return undefined;
  const { line, chain, url } = candidate;
  const held = await adoptChain(deps, moved, { line, chain: chain.slice(documentOf(moved).n), url });
  if (held !== null) throw new CodedError('conflict', `It is ${moved.name} under another address, but: ${held.detail}`);
  return { ...moved, document: JSON.stringify(candidate.document), words: candidate.words };
}

/** Its keys are those that are pinned, or follow them along the chain. */
const isOfChain = (candidate: Candidate, known: PeerRow): boolean =>
  known.words === candidate.words ||
  wordsOf(documentOf(known)) === candidate.words ||
  isSuccessor(candidate, documentOf(known));

/** Whether the pinned document is one of its chain. */
function isSuccessor({ chain }: Candidate, pinned: KeyDocument): boolean {
  const bytes = chain[pinned.n - 1];
  const text = bytes && (JSON.parse(bytes.toString('utf8')) as { text: string }).text;
  return text === `${JSON.stringify(pinned)}\n`;
}

/** A peer by the name that commands use, or by that of its origin. Throws `not-found`. */
export async function peerNamed(store: Pick<Store, 'listPeers'>, name: string): Promise<PeerRow> {
  const found = (await store.listPeers()).find((peer) => peer.name === name || peer.originName === name);
  if (found === undefined) throw new CodedError('not-found', `There is no peer ${name.slice(0, 100)}.`);
  return found;
}

function urlOf(address: string): string {
  const text = /^https?:\/\//.test(address) ? address : `https://${address}`;
  if (!URL.canParse(text)) throw new CodedError('invalid-parameter', 'A peer is named by its address: https://…');
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

const normal = (words: string): string => words.trim().toLowerCase().split(/\s+/).join(' ');

/** The first part of its name that says something: `os2` of `catalogue.os2.example`. */
function freeName(originName: string, peers: PeerRow[]): string {
  const taken = new Set(peers.map(({ name }) => name));
  const host = originName.split('/')[0] ?? originName;
  const name = host.split(':')[0] ?? host;
  const part = /^[\d.]+$/.test(name) ? host : (name.split('.').at(-2) ?? host);
  return [part, host, originName].find((name) => !taken.has(name)) ?? originName;
}
