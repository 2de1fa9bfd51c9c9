import { CodedError } from '../../kernel/errors.ts';
import type { Comparison, FactCell } from '../compare/comparison.ts';
import { type CompareDeps, readComparison } from '../compare/read.ts';
import { compareQuery, readCompareWish } from '../compare/wish.ts';
import { ComparedTable } from '../ui/compare/table.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { rowOf } from './compare.tsx';
import type { PageHandler } from './serve.ts';

/** What a comparison that was filed would say otherwise today, product by product. */
export const compareSincePage =
  (deps: CompareDeps): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const wish = readCompareWish(query);
    if (wish.at === null || wish.ids.length === 0)
      throw new CodedError(
        'invalid-parameter',
        'The address needs the products (`id`) and the point to compare with (`at`).',
      );
    const then = await readComparison(deps, context, wish);
    const now = await readComparison(deps, context, { ...wish, at: null, on: null, search: null }, { gone: true });
    const { lang, t } = context;
    const names = then.columns.map(({ name }) => name).join(', ');
    const title = t('compare.sinceTitle', { date: dateText(lang, then.wish.on), names });
    const back = `/${lang}/compare${compareQuery(then.wish)}`;
    return {
      title,
      unlisted: true,
      part: 'software',
      body: (
        <div class="wrap page comparison">
          <p class="crumbs">
            <a class="ds-link" href={back}>
              {t('compare.back')}
            </a>
          </p>
          <h1>{title}</h1>
          {then.columns.map((_, i) => (
            <Product context={context} then={then} now={now} at={i} />
          ))}
        </div>
      ),
    };
  };

function Product(props: { context: PageContext; then: Comparison; now: Comparison; at: number }) {
  const { context, then, now, at } = props;
  const { lang, t } = context;
  const column = then.columns[at] as Comparison['columns'][number];
  const rows = changed(then, now, at).map(({ label, cells }) => rowOf(context, label, true, cells));
  return (
    <section aria-labelledby={`product-${at}`}>
      <h2 id={`product-${at}`}>{column.name}</h2>
      {now.columns[at]?.state !== 'shown' && (
        <p class="conflict">{t(`compare.state.${now.columns[at]?.state === 'erased' ? 'erased' : 'gone'}`)}</p>
      )}
      {rows.length === 0 ? (
        <p>{t('compare.sinceNothing')}</p>
      ) : (
        <ComparedTable
          context={context}
          name={column.name}
          columns={[
            { name: `${t('compare.then')} (${dateText(lang, then.wish.on)})` },
            { name: `${t('compare.now')} (${dateText(lang, now.wish.on)})` },
          ]}
          rows={rows}
        />
      )}
    </section>
  );
}

const textOf = (cell: FactCell | undefined): string => (cell?.lines ?? []).map(({ text }) => text).join('\n');
/** Sources have other numbers on either side: they are on the pages of the two. */
const without = (cell: FactCell | undefined): FactCell => ({
  known: cell?.known ?? false,
  lines: cell?.lines ?? [],
  sources: [],
});

function changed(then: Comparison, now: Comparison, at: number): { label: string; cells: FactCell[] }[] {
  const before = new Map(then.rows.map((row) => [row.id, row]));
  const after = new Map(now.rows.map((row) => [row.id, row]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [one, other] = [before.get(id), after.get(id)];
    if (textOf(one?.cells[at]) === textOf(other?.cells[at])) return [];
    return [{ label: (other ?? one)?.label ?? id, cells: [without(one?.cells[at]), without(other?.cells[at])] }];
  });
}
