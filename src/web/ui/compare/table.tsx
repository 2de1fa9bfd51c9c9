import type { VNode } from 'preact';
import type { Cell, Span } from '../../../documents/document.ts';
import type { PageContext } from '../context.ts';
import { WideTable } from '../governance/words.tsx';

export interface ComparedRow {
  label: string;
  labelLang?: string;
  differs: boolean;
  cells: readonly Cell[];
}

/**
 * Products side by side: what differs has a sign and stands out, and says so to those who hear it. On a narrow screen they
 * stand below each other, each answer under the name of its product.
 */
export function ComparedTable(props: {
  context: PageContext;
  name: string;
  columns: readonly { name: string; href?: string }[];
  rows: readonly ComparedRow[];
}): VNode {
  const { context, name, columns, rows } = props;
  return (
    <div class="compared stacked">
      <WideTable label={name}>
        <thead>
          <tr>
            <th scope="col">{context.t('compare.what')}</th>
            {columns.map((column) => (
              <th scope="col">
                {column.href === undefined ? (
                  column.name
                ) : (
                  <a class="ds-link" href={column.href}>
                    {column.name}
                  </a>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr class={row.differs ? 'differs' : undefined}>
              <th scope="row">
                {row.differs && <Mark context={context} />}
                <span lang={row.labelLang}>{row.label}</span>
              </th>
              {row.cells.map((cell, i) => (
                <td data-of={columns[i]?.name}>
                  <CellText context={context} cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </WideTable>
    </div>
  );
}

const Mark = ({ context: { t } }: { context: PageContext }): VNode => (
  <>
    <span aria-hidden="true">{t('compare.mark')} </span>
    <span class="ds-sr-only">{t('compare.differs')} </span>
  </>
);

function CellText({ context, cell }: { context: PageContext; cell: Cell }): VNode {
  const { lines, sources, unknown } = cell;
  const last = lines.length - 1;
  return (
    <>
      {lines.map((line, i) => (
        <p>
          {unknown ? <em>{line.text}</em> : <Line {...line} />}
          {i === last &&
            sources.map((number) => (
              <>
                {' '}
                <a class="cite" href={`#source-${number}`} aria-label={context.t('source.number', { number })}>
                  [{number}]
                </a>
              </>
            ))}
        </p>
      ))}
    </>
  );
}

function Line({ text, href, lang }: Span): VNode {
  const said = <span lang={lang}>{text}</span>;
  return href === undefined ? said : <Outward href={href}>{said}</Outward>;
}

const Outward = ({ href, children }: { href: string; children: VNode }): VNode => (
  <a class="ds-link" href={href}>
    {children}
  </a>
);
