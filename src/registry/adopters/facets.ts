import { setImmediate as nextTurn } from 'node:timers/promises';
import { isUsedOn } from '../../adopters/claims.ts';
import type { Adopter } from '../../adopters/count.ts';
import type { Clock } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Columns } from '../../search/columns.ts';
import { adopterShare } from '../../search/quality.ts';
import { shownBody } from './bodies.ts';
import type { HeldAdopters } from './held.ts';
import type { WorkedOut } from './worked-out.ts';

export interface AdopterFacets {
  /** Rows that were put anew have lost what was set before. */
  takeIn(news: { rows: { ord: number }[] }): void;
  /**
   * Gives the columns the countries and kinds of those who use each software. In a large catalogue, where working that out
   * takes seconds, it only begins: until it has ended, those of before are counted.
   */
  settle(): Promise<void>;
}

/** In a large catalogue there are so many times as long between two workings out as one takes: an import changes it all the time. */
const REST = 4;
/** Rows that are told before others get their turn: some milliseconds. */
const IN_A_TURN = 500;

/** The facets of adopters stand with the software and are made of other records: they are joined in memory, as levels are. */
export function createAdopterFacets(held: HeldAdopters, columns: Columns, clock: Clock): AdopterFacets {
  const touched = new Set<number>();
  let shown = new Set<number>();
  let version = -1;
  let underWay: Promise<void> | null = null;
  let ended = 0;
  let pause = 0;
  const set = (worked: WorkedOut, ord: number, adopters: readonly Adopter[]): void => {
    const used = adopters.filter((adopter) => isUsedOn(adopter, held.day));
    const bodies = used.map(({ organisation, country }) =>
      organisation === null ? { country, type: undefined } : shownBody(held, worked, organisation, 'en'),
    );
    columns.rate(ord, 'adopters', adopterShare(used));
    columns.measure(ord, 'adopters', used.filter(({ disputed }) => !disputed).length);
    columns.setFacet(ord, 'adopter-country', known(bodies.map((body) => body?.country)));
    columns.setFacet(ord, 'adopter-kind', known(bodies.map((body) => body?.type)));
  };
  const settle = async (): Promise<void> => {
    const worked = await held.now();
    const anew = version !== held.version;
    if (!anew && touched.size === 0) return;
    const used = new Set([...worked.bySoftware.keys()].map(Number).filter(Number.isInteger));
    const before = shown;
    const rows = anew ? new Set([...before, ...used]) : [...touched];
    shown = used;
    version = held.version;
    touched.clear();
    let done = 0;
    for (const ord of rows) {
      if (used.has(ord) || before.has(ord)) set(worked, ord, worked.bySoftware.get(String(ord)) ?? []);
      done += 1;
      if (done % IN_A_TURN === 0) await nextTurn();
    }
  };
  return {
    takeIn({ rows }) {
      for (const { ord } of rows) touched.add(ord);
    },
    async settle() {
      const isLarge = columns.size > LIMITS.adoptersAwaited;
      const begun = clock.now();
      const since = begun - ended;
      if (isLarge && underWay === null && since >= 0 && since < pause) return;
      underWay ??= settle().finally(() => {
        underWay = null;
        ended = clock.now();
        pause = (ended - begun) * REST;
      });
      // What goes wrong is told to whoever asks for adopters themselves.
      if (isLarge) underWay.catch(() => undefined);
      else await underWay;
    },
  };
}

const known = (values: (string | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => value !== undefined)),
];
