import type { VNode } from 'preact';
import type { PageContext } from './context.ts';
import { Listed } from './text.tsx';

/** The whole list of this page as a file, narrowed as it is here. */
export function ListFiles({ context: { lang, path, query, t } }: { context: PageContext }): VNode {
  const asked = new URLSearchParams(query);
  asked.delete('cursor');
  const tail = asked.size === 0 ? '' : `?${asked}`;
  const link = (end: string) => (
    <a class="ds-link" href={`/${lang}${path}.${end}${tail}`} rel="nofollow">
      {end.toUpperCase()}
    </a>
  );
  return (
    <p class="downloads">
      {t('results.download')} <Listed items={[link('csv'), link('json')]} />
    </p>
  );
}
