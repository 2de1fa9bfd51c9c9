import type { Stemmed } from './stems.ts';
import citizens from './tasks/citizens.json' with { type: 'json' };
import council from './tasks/council.json' with { type: 'json' };
import documents from './tasks/documents.json' with { type: 'json' };
import environment from './tasks/environment.json' with { type: 'json' };
import it from './tasks/it.json' with { type: 'json' };
import learning from './tasks/learning.json' with { type: 'json' };
import money from './tasks/money.json' with { type: 'json' };
import planning from './tasks/planning.json' with { type: 'json' };
import social from './tasks/social.json' with { type: 'json' };
import staff from './tasks/staff.json' with { type: 'json' };
import websites from './tasks/websites.json' with { type: 'json' };

/** A thing that public bodies do, and the words for it in nine languages; the first of each is the one that is shown. */
export interface Task {
  /** `meeting-management` */
  id: string;
  /** The field of work that it belongs to: the name of its file. */
  area: string;
  words: Readonly<Record<Stemmed, readonly string[]>>;
}

type File = { source: string; tasks: ({ id: string } & Record<Stemmed, string[]>)[] };

const FILES: Record<string, File> = {
  council,
  citizens,
  documents,
  websites,
  planning,
  environment,
  social,
  learning,
  money,
  staff,
  it,
};

/** All tasks, in the order of their files. */
export const TASKS: readonly Task[] = Object.entries(FILES).flatMap(([area, { tasks }]) =>
  tasks.map(({ id, ...words }) => ({ id, area, words })),
);

const byId = new Map(TASKS.map((task) => [task.id, task]));

/** What a task is called, in this language or English; undefined for one that is not known. */
export function taskLabel(id: string, lang: string): string | undefined {
  const words = byId.get(id)?.words;
  return (words as Record<string, readonly string[]> | undefined)?.[lang]?.[0] ?? words?.en[0];
}
