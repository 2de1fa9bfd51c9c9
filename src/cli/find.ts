import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Kind } from '../records/kinds.ts';
import type { SearchQuery } from '../registry/search-type.ts';
import type { Lookup, Reader } from '../registry/types.ts';
import { idText } from './record-id.ts';

type RecordRow = Extract<Lookup, { found: unknown }>['found'];

/** How many entries of a like name are named. */
const SUGGESTED = 5;
/** A name with a slip is looked for by so many of its first letters. */
const MOST_LETTERS = 6;
const LEAST_LETTERS = 2;

/**
 * The record at an address. Where there is none, throws `gone` for a withdrawn one and `not-found` with what may have
 * been meant: the origins that have the name, else entries of a like name.
 */
export async function findRecord(reader: Reader, kind: Kind, address: string): Promise<RecordRow> {
  let asked = address;
  // A redirect leads to an address that is there; a second one would be a fault.
  for (let hops = 0; hops < 2; hops += 1) {
    const found = await reader.lookup(kind, asked);
    if ('found' in found) return found.found;
    if ('gone' in found) {
      const { reason, successor } = found.gone;
      if (reason === 'erased')
        throw new CodedError(
          'gone',
          `The content of ${idText(kind, asked)} was erased. The entry was not withdrawn: it may come back with other content.`,
        );
      const next = successor === null ? '' : ` It goes on as ${successor}.`;
      throw new CodedError('gone', `${idText(kind, asked)} was withdrawn (${reason ?? 'no reason given'}).${next}`);
    }
    if ('missing' in found) throw await missing(reader, kind, address, found.missing);
    asked = found.redirect.slice(found.redirect.lastIndexOf('/') + 1);
  }
  throw new CodedError('not-found', `${idText(kind, address)} leads nowhere.`);
}

async function missing(reader: Reader, kind: Kind, address: string, candidates: string[]): Promise<CodedError> {
  const meant = candidates.length > 0 ? candidates : await likeNamed(reader, kind, address);
  const hint = meant.length === 0 ? 'Try `alminding search`.' : `Did you mean ${meant.join(', ')}?`;
  return new CodedError('not-found', `There is no ${idText(kind, address)}. ${hint}`, { extra: { candidates: meant } });
}

/** Ids that a search for the words of the name finds; else those whose beginning is the same and the rest nearly so. */
async function likeNamed(reader: Reader, kind: Kind, address: string): Promise<string[]> {
  const slug = address.replace(/@.*/, '');
  const found = await idsFor(reader, kind, slug.replace(/[._-]+/g, ' '), SUGGESTED);
  if (found.length > 0) return found;
  const id = idText(kind, slug);
  for (let letters = Math.min(slug.length - 1, MOST_LETTERS); letters >= LEAST_LETTERS; letters -= 1) {
    const meant = nearest(id, await idsFor(reader, kind, slug.slice(0, letters), LIMITS.pageSize));
    if (meant !== undefined) return [meant];
  }
  return [];
}

async function idsFor(reader: Reader, kind: Kind, text: string, limit: number): Promise<string[]> {
  const query: SearchQuery = { text, lang: 'en', filters: { kind: [kind] }, sort: 'relevance', limit };
  const { items } = await reader.search(query);
  return items.map(({ id, origin }) => (origin === 'own' || origin === 'built-in' ? id : `${id}@${origin}`));
}
