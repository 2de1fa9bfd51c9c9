import Database from 'better-sqlite3';

/** What was asked of SQLite in this process. */
export interface Asked {
  statements: number;
  /** Rows that came back, and rows that were written. */
  read: number;
  written: number;
}

type Run = (this: Database.Statement, ...given: unknown[]) => unknown;

/** Counts every statement of this process from now on: what any connection runs goes through here. */
export function countStatements(): { take(): Asked } {
  let asked: Asked = { statements: 0, read: 0, written: 0 };
  const db = new Database(':memory:');
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1')) as Record<'run' | 'get' | 'all', Run>;
  db.close();
  const counted = (name: keyof typeof statement, count: (answer: unknown) => Partial<Asked>): void => {
    const act = statement[name];
    statement[name] = function (...given) {
      const answer = act.apply(this, given);
      const { read = 0, written = 0 } = count(answer);
      asked = { statements: asked.statements + 1, read: asked.read + read, written: asked.written + written };
      return answer;
    };
  };
  counted('run', (answer) => ({ written: (answer as Database.RunResult).changes }));
  counted('get', (answer) => ({ read: answer === undefined ? 0 : 1 }));
  counted('all', (answer) => ({ read: (answer as unknown[]).length }));
  return {
    take() {
      const taken = asked;
      asked = { statements: 0, read: 0, written: 0 };
      return taken;
    },
  };
}
