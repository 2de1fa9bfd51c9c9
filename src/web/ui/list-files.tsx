import type { VNode } from 'preact';
import type { PageContext } from './context.ts';
import { Listed } from './text.tsx';

/** The whole list of this page as a file, narrowed as it is here. */
export function ListFiles({ context }: { context: PageContext }): VNode {
  const asked = new URLSearchParams(context.query);
  asked.delete('cursor');
  return <FileLinks context={context} path={context.path} query={asked.size === 0 ? '' : `?${asked}`} />;
}

/** A list at an address below the language as CSV and as JSON. */
export function FileLinks(props: { context: PageContext; path: string; query: string }): VNode {
  const { context, path, query } = props;
  const link = (end: string) => (
    <a class="ds-link" href={`/${context.lang}${path}.${end}${query}`} rel="nofollow">
      {end.toUpperCase()}
    </a>
  );
  return (
    <p class="downloads">
      {context.t('results.download')} <Listed items={[link('csv'), link('json')]} />
    </p>
  );
}
