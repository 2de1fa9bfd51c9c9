import type { Stemmed } from './stems.ts';
import administration from './tasks/administration.json' with { type: 'json' };

/** A thing that public bodies do, and the words for it in nine languages; the first of each is the one that is shown. */
export interface Task {
  /** `meeting-management` */
  id: string;
  /** The field of work that it belongs to: the name of its file. */
  area: string;
  words: Readonly<Record<Stemmed, readonly string[]>>;
}

type File = { source: string; tasks: ({ id: string } & Record<Stemmed, string[]>)[] };

const FILES: Record<string, File> = { administration };

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
