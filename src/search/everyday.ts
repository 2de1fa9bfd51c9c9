import citizens from './everyday/citizens.json' with { type: 'json' };
import council from './everyday/council.json' with { type: 'json' };
import documents from './everyday/documents.json' with { type: 'json' };
import environment from './everyday/environment.json' with { type: 'json' };
import it from './everyday/it.json' with { type: 'json' };
import learning from './everyday/learning.json' with { type: 'json' };
import money from './everyday/money.json' with { type: 'json' };
import planning from './everyday/planning.json' with { type: 'json' };
import social from './everyday/social.json' with { type: 'json' };
import staff from './everyday/staff.json' with { type: 'json' };
import websites from './everyday/websites.json' with { type: 'json' };
import type { Stemmed } from './stems.ts';

type File = { source: string; words: Record<string, Partial<Record<Stemmed, string>>> };

const FILES: File[] = [
  ...[council, citizens, documents, websites, planning, environment],
  ...[social, learning, money, staff, it],
];

/** By task: words that people say when they speak of it, in one language each, parted by spaces. */
export const EVERYDAY: Readonly<Record<string, Partial<Record<Stemmed, string>>>> = Object.assign(
  {},
  ...FILES.map(({ words }) => words),
);
