import { isUsedOn } from '../../adopters/claims.ts';
import type { Adopter } from '../../adopters/count.ts';
import type { Columns } from '../../search/columns.ts';
import { shownBody } from './bodies.ts';
import type { HeldAdopters } from './held.ts';
import type { WorkedOut } from './worked-out.ts';

export interface AdopterFacets {
  /** Rows that were put anew have lost what was set before. */
  takeIn(news: { rows: { ord: number }[] }): void;
  /** Gives the columns the countries and kinds of those who use each software. */
  settle(): Promise<void>;
}

/** The facets of adopters stand with the software and are made of other records: they are joined in memory, as levels are. */
export function createAdopterFacets(held: HeldAdopters, columns: Columns): AdopterFacets {
  const touched = new Set<number>();
  let shown = new Set<number>();
  let version = -1;
  const set = (worked: WorkedOut, ord: number, adopters: readonly Adopter[]): void => {
    const used = adopters.filter((adopter) => isUsedOn(adopter, held.day));
    const bodies = used.map(({ organisation, country }) =>
      organisation === null ? { country, type: undefined } : shownBody(held, worked, organisation, 'en'),
    );
    columns.setFacet(ord, 'adopter-country', known(bodies.map((body) => body?.country)));
    columns.setFacet(ord, 'adopter-kind', known(bodies.map((body) => body?.type)));
  };
  return {
    takeIn({ rows }) {
      for (const { ord } of rows) touched.add(ord);
    },
    async settle() {
      const worked = await held.now();
      const anew = version !== held.version;
      if (!anew && touched.size === 0) return;
      const used = new Set([...worked.bySoftware.keys()].map(Number).filter(Number.isInteger));
      for (const ord of anew ? new Set([...shown, ...used]) : touched)
        if (used.has(ord) || shown.has(ord)) set(worked, ord, worked.bySoftware.get(String(ord)) ?? []);
      shown = used;
      touched.clear();
      version = held.version;
    },
  };
}

const known = (values: (string | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => value !== undefined)),
];
