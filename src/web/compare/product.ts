import type { Filed } from '../../claims/compare.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { parseRef } from '../../records/kinds.ts';
import type { AdopterPage } from '../../registry/adopters/types.ts';
import type { Membership } from '../../registry/membership-type.ts';
import type { Item, LevelOf, Reader, ToldClaim, ToldProfile } from '../../registry/types.ts';
import type { LicenceAnswer, RelationsAnswer, Software } from '../../schemas.gen.ts';
import type { RecordView } from '../pages/record.ts';

/** Everything that is compared of a product. */
export interface Product {
  view: RecordView<Software>;
  record: Software;
  items: ReadonlyMap<string, Item>;
  adopters: AdopterPage;
  offers: readonly Item[];
  contributions: readonly Item[];
  levels: readonly LevelOf[];
  licence: LicenceAnswer;
  maturity: ToldProfile;
  claims: readonly Filed<ToldClaim>[];
  membership: Membership;
  relations: RelationsAnswer;
}

export interface Asked {
  id: string;
  name: string;
  product: Product | null;
  state: 'shown' | 'erased' | 'gone';
}

/** A product as the reader knows it. Throws `not-found` for one that is not there, unless `gone` takes it for one that went. */
export async function loadProduct(read: Reader, id: string, lang: string, gone = false): Promise<Asked> {
  const { slug = '', origin } = parseRef(id) ?? {};
  const address = origin === undefined ? slug : `${slug}@${origin}`;
  const answer = await read.lookup('software', address);
  if ('redirect' in answer) {
    const [, at = ''] = /^\/?software\/(.+)$/.exec(answer.redirect) ?? [];
    return loadProduct(read, `software/${at}`, lang, gone);
  }
  if ('gone' in answer)
    return { id, name: slug, product: null, state: answer.gone.reason === 'erased' ? 'erased' : 'gone' };
  if ('missing' in answer && gone) return { id, name: slug, product: null, state: 'gone' };
  if ('missing' in answer)
    throw new CodedError('not-found', `There is no software \`${id}\` in the catalogue, as it stood then.`, {
      extra: { candidates: answer.missing },
    });
  const row = answer.found;
  const view = JSON.parse(row.view) as RecordView<Software>;
  const { record } = view;
  const refs = [
    record.network,
    ...[...(record.suppliers ?? []), ...(record.teams ?? [])].map((one) => one.organisation),
  ];
  const named = [...refs, ...(record.relations ?? []).map(({ target }) => target)].filter((ref) => ref !== undefined);
  const [items, adopters, offers, contributions, levels, licence, maturity, claims, membership, relations] =
    await Promise.all([
      read.resolve(named, row.origin, lang),
      read.adopters(row, { lang, limit: LIMITS.pageSize }),
      read.linked(row, ['offer-of'], lang, LIMITS.pageSize),
      read.linked(row, ['contribution-to'], lang, LIMITS.pageSize),
      read.levels(row, lang),
      read.licence(row),
      read.maturity(row),
      read.claims(row, lang),
      read.membership(row),
      read.relations(row, lang),
    ]);
  const product = {
    view,
    record,
    items,
    adopters,
    offers: offers.items,
    contributions: contributions.items,
    levels,
    licence,
    maturity,
    claims,
    membership,
    relations,
  };
  return { id: `software/${row.slug}@${view.origin}`, name: view.name, product, state: 'shown' };
}
