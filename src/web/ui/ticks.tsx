import type { VNode } from 'preact';

/** Words between backticks are code. */
export const Ticks = ({ text }: { text: string }): VNode => (
  <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>
);
