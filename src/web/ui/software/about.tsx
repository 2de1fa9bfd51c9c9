import type { VNode } from 'preact';
import type { Software } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import { Inline } from '../facts.tsx';
import { type Localised, pick, tagFor } from '../localised.ts';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { CutShort, Outside, Paragraphs, Say, SHOWN_AT_MOST } from '../text.tsx';
import { languageName } from '../words.ts';

const VIDEOS = 5;

export type Block = NonNullable<Software['description']>[string];

/** The description that the reader gets; one block, so that its parts belong together. */
export const blockOf = ({ description }: Software, { lang }: PageContext): Localised<Block> | undefined =>
  pick(description, lang);

/** What it is, at length, and what it does. */
export function aboutSection({ context, record }: RecordContext<Software>): Section | null {
  const block = blockOf(record, context);
  const { long, features = [] } = block?.value ?? {};
  const own = record.features ?? [];
  const links = videos(context, block?.value);
  const other = Object.keys(record.description ?? {}).filter((tag) => tag !== tagFor(record.description, context.lang));
  if (long === undefined && features.length + own.length + links.length === 0) return null;
  return section(
    'about',
    context.t('section.about'),
    <>
      {block?.lang !== undefined && <p class="hint">{context.t('text.otherLanguage')}</p>}
      {long !== undefined && <Paragraphs text={long} lang={block?.lang} />}
      {(features.length > 0 || own.length > 0) && <h3>{context.t('text.features')}</h3>}
      {features.length > 0 && (
        <ul class="features" lang={block?.lang}>
          {features.slice(0, SHOWN_AT_MOST).map((feature) => (
            <li>{feature}</li>
          ))}
        </ul>
      )}
      {own.length > 0 && (
        <ul class="features">
          {own.map((feature) => (
            <li>
              <Say context={context} text={feature} />
            </li>
          ))}
        </ul>
      )}
      <CutShort context={context} all={features} />
      {links.length > 0 && <Inline items={links} />}
      {other.length > 0 && (
        <p class="hint">
          {context.t('text.alsoIn', { languages: other.map((tag) => languageName(context.lang, tag)).join(', ') })}
        </p>
      )}
    </>,
  );
}

function videos({ t }: PageContext, block: Block | undefined): VNode[] {
  const shown = block?.videos?.slice(0, VIDEOS) ?? [];
  return shown.map((href) => <Outside href={href}>{t('text.video')}</Outside>);
}
