import type { ComponentChildren, VNode } from 'preact';

/** A name and what is known under it; a `null` value is left out. */
export type Fact = [name: string, value: ComponentChildren];

/** Names and values side by side. */
export function Facts({ facts }: { facts: (Fact | null)[] }): VNode {
  return (
    <dl class="facts">
      {facts.map((fact) =>
        fact === null ? null : (
          <div>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Several values of one fact: in a line while they are few and short. */
export const Inline = ({ items }: { items: ComponentChildren[] }): VNode => (
  <ul class="inline">
    {items.map((item) => (
      <li>{item}</li>
    ))}
  </ul>
);
