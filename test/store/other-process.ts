import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Word = { writing: true } | { indexes: number[] } | { failed: string };

/** The program `writer.ts` in a process of its own. */
export class OtherProcess {
  readonly #child: ChildProcess;
  readonly #words: Record<string, unknown>[] = [];

  constructor() {
    const file = fileURLToPath(new URL('./writer.ts', import.meta.url));
    this.#child = spawn(process.execPath, [...process.execArgv, file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (word) => this.#words.push(word as Word));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Begins to write; answers when the first entry is there. */
  async start(folder: string, tag = 'other', most = 10_000): Promise<void> {
    this.#child.send({ folder, tag, most });
    await this.#next('writing');
  }

  /** Ends the writing; the indexes of the leaves that it was told are durable. */
  async stop(): Promise<number[]> {
    this.#child.send('stop');
    return (await this.#next('indexes')) as number[];
  }

  /** As `start`, and waits until all is written. */
  async write(folder: string, tag: string, most: number): Promise<number[]> {
    this.#child.send({ folder, tag, most });
    return (await this.#next('indexes')) as number[];
  }

  async #next(wanted: string): Promise<unknown> {
    for (;;) {
      const word = this.#words.shift();
      if (word === undefined) await once(this.#child, 'message');
      else if ('failed' in word) throw new Error(String(word.failed));
      else if (wanted in word) return word[wanted];
    }
  }

  /** Without a word, as a power cut would. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.send('end');
    await gone;
  }
}
