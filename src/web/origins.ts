import { ORIGIN_NAMES } from '../kernel/origins.ts';

/** The word for an origin's number in answers that count: ours, what ships with the program, what came from others. */
export const originWord = (origin: number): 'own' | 'built-in' | 'mirrored' =>
  (ORIGIN_NAMES[origin] as 'own' | 'built-in' | undefined) ?? 'mirrored';
