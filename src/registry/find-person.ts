import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '../kernel/limits.ts';
import { ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
import type { EntryKey, Store } from '../store/port.ts';
import type { Beside, EntryTexts } from '../store/trust-port.ts';
import { holdsWords, textsIn, wordsOf } from './suppressed.ts';

/** Where a text stands. */
export interface Place {
  entry: EntryKey;
  /** `software/kitos`, with `@origin` where it is not ours. */
  id: string;
  what: 'contact' | 'source' | 'body' | 'identity' | 'provenance';
  /** Key of the source, number of the version, or the identity. */
  where: string;
  /** Of a body: its digest, and whether it is the present one. Of a source: the digest of its bytes. */
  digest?: string;
  present?: boolean;
  /** Of a source: whether the record that was made of it names the text too, and not only the bytes around it. */
  inRecord?: boolean;
}

/**
 * Every place of the database in which these words stand in a row, whatever their case, accents and the signs between them:
 * contacts, sources as they came in, bodies of all versions. Of the built-in catalogues and of mirrors as well.
 */
export async function findPerson(
  store: Pick<Store, 'entryTexts'>,
  text: string,
  onProgress: (entries: number) => void = () => undefined,
): Promise<Place[]> {
  const words = wordsOf(text);
  const places: Place[] = [];
  let entries = 0;
  for (let after = 0; ; ) {
    const page = await store.entryTexts(after, LIMITS.verifyPage / 10);
    const last = page.at(-1);
    if (last === undefined) return places;
    for (const entry of page) places.push(...placesIn(entry, words));
    after = last.ord;
    entries += page.length;
    onProgress(entries);
    await nextTurn();
  }
}

/** The same beside the records: what waits, drafts, disputes, where versions came from, what is kept and not shown. */
export function findBeside(store: Pick<Store, 'findBeside'>, text: string): Promise<Beside[]> {
  const words = wordsOf(text);
  return store.findBeside((one) => holdsWords(plainText(one), words));
}

/** Without the escapes that JSON may write letters with. */
const plainText = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function placesIn(texts: EntryTexts, words: string[]): Place[] {
  const { origin, kind, slug } = texts.entry;
  const id = `${kind}/${slug}${origin === OWN ? '' : `@${ORIGIN_NAMES[origin] ?? origin}`}`;
  const contacts = textsIn(JSON.parse(texts.contacts ?? 'null'));
  const places: Omit<Place, 'entry' | 'id'>[] = [
    ...(holdsWords(contacts, words) ? [{ what: 'contact', where: '' } as const] : []),
    ...texts.sources.flatMap((source) => sourcePlaces(source, words)),
    ...texts.versions
      .filter(({ body }) => holdsWords(jsonTexts(body), words))
      .map(
        ({ n, digest }) => ({ what: 'body', where: String(n), digest, present: digest === texts.bodyDigest }) as const,
      ),
    ...texts.identities.filter((key) => holdsWords(key, words)).map((where) => ({ what: 'identity', where }) as const),
  ];
  return places.map((place) => ({ entry: texts.entry, id, ...place }));
}

function sourcePlaces(source: EntryTexts['sources'][number], words: string[]): Omit<Place, 'entry' | 'id'>[] {
  const { key, digest, bytes, record, provenance } = source;
  const inRecord = holdsWords(textsIn(JSON.parse(record)), words);
  const places: Omit<Place, 'entry' | 'id'>[] = [];
  if (inRecord || holdsWords(textOf(bytes), words)) places.push({ what: 'source', where: key, digest, inRecord });
  if (holdsWords(`${key} ${textsIn(JSON.parse(provenance))}`, words)) places.push({ what: 'provenance', where: key });
  return places;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Bodies are JSON, where a letter may be written as an escape. */
function jsonTexts(body: Uint8Array): string {
  if (body.byteLength === 0) return '';
  try {
    return textsIn(JSON.parse(textOf(body)));
  } catch {
    return textOf(body);
  }
}
