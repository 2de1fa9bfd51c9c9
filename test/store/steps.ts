/** Changes of the storage port as tests need them: small, whole, and with a real leaf where one belongs. */
import { encodeLeaf } from '../../src/journal/leaf.ts';
import { appendLeaf, decodeEdge, emptyEdge, encodeEdge, leafHash } from '../../src/journal/tree.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { digestName } from '../../src/kernel/digest.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { FIELDS, type Field } from '../../src/search/fields.ts';
import { readWords } from '../../src/search/lexicon.ts';
import type { Change, EntryKey, Found, Outcome, Projection, Reads, Step, StoredText } from '../../src/store/port.ts';

/** A clock that stands until it is moved. */
export interface TestClock extends Clock {
  at: number;
}

export const testClock = (at = Date.UTC(2026, 10, 22)): TestClock => ({
  at,
  now() {
    return this.at;
  },
});

export const key = (slug: string, origin = 0, kind: Kind = 'software'): EntryKey => ({ origin, kind, slug });

/** Texts as the index holds them, in no language; a text by its field. */
export const textsOf = (texts: Partial<Record<Field, string>>): Projection['texts'] =>
  FIELDS.flatMap((field, at) =>
    texts[field] === undefined ? [] : [{ field: at, words: readWords(texts[field], '') }],
  );

/** The same as they are read again. */
export const storedTexts = (texts: Partial<Record<Field, string>>): StoredText[] =>
  textsOf(texts).map(({ field, words }) => ({ field, words: words.map((word) => word.key) }));

/** A projection with little in it; `texts` may name some of the columns. */
export function projection(
  name: string,
  { texts, ...over }: Partial<Omit<Projection, 'texts'>> & { texts?: Partial<Record<Field, string>> } = {},
): Projection {
  return {
    name,
    sortName: name.toLowerCase(),
    view: JSON.stringify({ name }),
    item: JSON.stringify({ name }),
    etag: `e-${name}`,
    ownKey: null,
    facets: {},
    texts: textsOf({ name, ...texts }),
    names: [name.toLowerCase()],
    links: [],
    quality: 0.5,
    ...over,
  };
}

/** A leaf behind the last one of the log. */
export function leafChange(entry: EntryKey, { log }: Found, p = -1): Change & { do: 'leaf' } {
  const id = `${entry.kind}/${entry.slug}`;
  const bytes = encodeLeaf({ v: 1, op: 'put', id, ts: 1, p, d: digestName(id), n: 1, m: 'a/b', f: [] });
  const edge = appendLeaf(log.size === 0 ? emptyEdge() : decodeEdge(log.edge), leafHash(bytes));
  return { do: 'leaf', entry, index: log.size, bytes, effective: true, edge: encodeEdge(edge) };
}

export const readsOf = ({ origin, kind, slug }: EntryKey): Reads => ({ origin, kind, slug, keys: [] });

/** Version `n` of an entry with everything that belongs to it; answers the index of its leaf, -1 where it has none. */
export function putStep(entry: EntryKey, over: Parameters<typeof projection>[1] = {}, body?: Uint8Array): Step<number> {
  return {
    reads: readsOf(entry),
    decide(found) {
      const n = (found.named?.version ?? 0) + 1;
      const bytes = body ?? Buffer.from(`{"n":${n}}`);
      const leaf = entry.origin === 0 ? [leafChange(entry, found, found.named?.leafIndex)] : [];
      const changes: Change[] = [
        { do: 'entry', entry, set: { state: 'live' } },
        {
          ...{ do: 'version', entry, n, recordDigest: `r${n}`, digest: digestName(bytes) },
          ...{ mediaType: 'application/json', body: bytes, provenance: '{"by":"import","file":"x"}' },
        },
        ...leaf,
        { do: 'project', entry, projection: projection(entry.slug, over) },
        { do: 'event', entry, op: 'put' },
      ];
      return { changes, answer: leaf[0]?.index ?? -1 };
    },
  };
}

export const withdrawStep = (entry: EntryKey): Step<number> =>
  changeStep(entry, [
    { do: 'entry', entry, set: { state: 'withdrawn', reason: 'retired' } },
    { do: 'unproject', entry },
    { do: 'event', entry, op: 'withdraw' },
  ]);

export const changeStep = (entry: EntryKey, changes: Change[]): Step<number> => ({
  reads: readsOf(entry),
  decide: () => ({ changes, answer: -1 }),
});

export const refusingStep = (entry: EntryKey): Step<never> => ({
  reads: readsOf(entry),
  decide: () => ({ refuse: new CodedError('gone', `no ${entry.slug}`) }),
});

/** What was answered; a refusal is thrown. */
export function answers<A>(outcomes: Outcome<A>[]): A[] {
  return outcomes.map((outcome) => {
    if ('refused' in outcome) throw outcome.refused;
    return outcome.answer;
  });
}

export const refusals = (outcomes: Outcome<unknown>[]): (string | null)[] =>
  outcomes.map((outcome) => ('refused' in outcome ? outcome.refused.code : null));
