import type { Software } from '../schemas.gen.ts';

const ACCESSIBLE = /\b(wcag|en[ -]?301[ -]?549|wai(-aria)?|aria|bitv|rgaa|agid accessib\w*)\b/i;

/** Standards of accessibility that a product says it meets, by their names. */
export const accessibleBy = ({ standards = [], supports = [] }: Software): string[] =>
  [...standards.map(({ name }) => name), ...supports].filter((name) => ACCESSIBLE.test(name));
