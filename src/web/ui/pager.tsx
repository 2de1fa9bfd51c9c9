import type { VNode } from 'preact';
import type { PageContext } from './context.ts';

/** Onwards in a list, and back to its beginning. Lists go forward only: their cursors say where to go on. */
export function Pager(props: {
  context: PageContext;
  first: string | null;
  next: string | null;
  label?: string;
}): VNode | null {
  const { context, first, next, label = context.t('pager.label') } = props;
  if (first === null && next === null) return null;
  return (
    <nav class="pager" aria-label={label}>
      {first !== null && (
        <a class="ds-button" data-variant="secondary" href={first} rel="nofollow">
          {context.t('pager.first')}
        </a>
      )}
      {next !== null && (
        <a class="ds-button" href={next} rel="next nofollow">
          {context.t('pager.next')}
        </a>
      )}
    </nav>
  );
}
