import type { ComponentChildren, VNode } from 'preact';
import { SHOWN_AT_MOST } from './text.tsx';

/** A name and what is known under it; `wide` for what needs the whole width. */
export type Fact = [name: string, value: ComponentChildren, wide?: boolean];

/** Names and values, beside each other as many as fit, or in rows where the values are sentences. */
export function Facts({ facts, rows = false }: { facts: (Fact | null)[]; rows?: boolean }): VNode {
  return (
    <dl class={rows ? 'facts facts-rows' : 'facts'}>
      {facts.map((fact) =>
        fact === null ? null : (
          <div class={fact[2] ? 'wide' : undefined}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const MANY = 4;

/** Several values under one name, or nothing where there is none; many of them take the whole width. `lines`: one below the other, as they are sentences. */
export function listFact(name: string, items: ComponentChildren[], { lines = false } = {}): Fact | null {
  if (items.length === 0) return null;
  const further = items.length - SHOWN_AT_MOST;
  const shown = further > 0 ? [...items.slice(0, SHOWN_AT_MOST), `+ ${further}`] : items;
  const list = lines ? (
    <ul class="lines">
      {shown.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  ) : (
    <Inline items={shown} />
  );
  return [name, list, items.length > MANY];
}

/** Several values of one fact: in a line while they are few and short. */
export const Inline = ({ items }: { items: ComponentChildren[] }): VNode => (
  <ul class="inline">
    {items.map((item) => (
      <li>{item}</li>
    ))}
  </ul>
);
