import type { VNode } from 'preact';
import type { SourceAnswer } from '../../schemas.gen.ts';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';

export const stateText = ({ t }: PageContext, { state }: SourceAnswer): string => t(`sources.state.${state}`);

/** What the manifest is, or what stands there instead of a repository. */
export function verdictText({ t }: PageContext, { verdict, role }: SourceAnswer): string {
  if (role !== 'repository') return t(`sources.role.${role}`);
  return verdict === null ? t('sources.never') : t(`sources.verdict.${verdict}`);
}

/** On the page of an entry: that the file in its repository is not valid, or its repository away, with the date. */
export function SourceNotices({ context, sources }: { context: PageContext; sources: SourceAnswer[] }): VNode {
  const { lang, t } = context;
  return (
    <>
      {sources.flatMap(({ id, state, since, seen }) => {
        const link = (text: string) => (
          <p class="missing">
            <a class="ds-link" href={`/${lang}/sources/${id}`}>
              {text}
            </a>
          </p>
        );
        const notices: VNode[] = [];
        if (seen.invalidSince !== null)
          notices.push(link(t('sources.notice.invalid', { date: dateText(lang, seen.invalidSince) })));
        if (state === 'gone') notices.push(link(t('sources.notice.gone', { date: dateText(lang, since) })));
        if (seen.archived === true) notices.push(link(t('sources.notice.archived')));
        return notices;
      })}
    </>
  );
}

const EVENTS = [
  ...(['published', 'valid', 'invalid', 'no-manifest', 'moved', 'archived', 'unreachable', 'gone', 'back'] as const),
  'listed',
  'loaded',
] as const;

/** `publiccode.yml:6`. In a catalogue folder each problem names its own file. */
export const lineText = ({ seen }: SourceAnswer, pointer: string, line: number): string =>
  `${seen.manifest ?? pointer.replace(/#.*/, '')}:${line}`;

/** A happening in the reader's language. */
export function eventText({ t }: PageContext, event: string): string {
  const known = EVENTS.find((each) => each === event);
  return known === undefined ? event : t(`sources.event.${known}`);
}
