import type { ComponentChildren, VNode } from 'preact';
import type { Item } from '../../../registry/types.ts';
import type { PageContext } from '../context.ts';

/** Everything in it can be chosen to stand side by side: a plain form, whose address is the comparison. */
export function CompareForm(props: {
  context: PageContext;
  /** What is kept of the search that led here, and what is chosen already. */
  keep: readonly (readonly [name: string, value: string])[];
  children: ComponentChildren;
}): VNode {
  const { context, keep, children } = props;
  return (
    <form action={`/${context.lang}/compare`} method="get" class="compare-form">
      {keep.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <p class="compare-bar">
        <button class="ds-button" type="submit" data-variant="secondary">
          {context.t('compare.button')}
        </button>
      </p>
    </form>
  );
}

/** The box by which one product is chosen. */
export function CompareBox({ context, item }: { context: PageContext; item: Item }): VNode {
  return (
    <label class="compare-box">
      <input type="checkbox" name="id" value={`${item.id}@${item.origin}`} /> {context.t('compare.add')}
      <span class="ds-sr-only"> {item.name}</span>
    </label>
  );
}
