import { connect, type Socket } from 'node:net';

/** A request is waited for so long; then the run has failed. */
const DEADLINE_MS = 30_000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('content-length: ');

export interface Answer {
  status: number;
  /** Milliseconds from the intended start to the last byte. */
  ms: number;
  /** The bytes of the body and the tag that came with them, only where they were asked for. */
  body?: Buffer;
  etag?: string | undefined;
}

export interface Load {
  answers: Answer[];
  seconds: number;
  /** Share of a core that this generator itself took: near 1 it is what was measured. */
  busy: number;
}

/**
 * One connection that is kept: sends a request, reads the answer by its `content-length`, nothing else. It is much cheaper
 * than a real client, so that the server is what is measured. Loopback only.
 */
export class Connection {
  readonly #socket: Socket;
  #done: ((answer: Answer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  #start = 0;
  #keep = false;
  #chunks: Buffer[] = [];
  #got = 0;
  #wanted = -1;
  #headLength = 0;
  #status = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('The server did not answer in time.')));
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** `start` is when the request was due, by `performance.now()`. */
  ask(path: string, { headers = '', keep = false, start = performance.now() } = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#start = start;
      this.#keep = keep;
      this.#socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#got += chunk.length;
    if (this.#wanted < 0) this.#readHead();
    if (this.#wanted >= 0 && this.#got >= this.#wanted) this.#finish();
  }

  #readHead(): void {
    const head = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    const end = head.indexOf(END_OF_HEAD);
    if (end < 0) return;
    this.#status = Number(head.toString('latin1', 9, 12));
    this.#headLength = end + END_OF_HEAD.length;
    const at = head.indexOf(LENGTH);
    const length =
      at >= 0 && at < end
        ? Number.parseInt(head.toString('latin1', at + LENGTH.length, at + LENGTH.length + 12), 10)
        : 0;
    this.#wanted = this.#headLength + length;
  }

  #finish(): void {
    const answer: Answer = { status: this.#status, ms: performance.now() - this.#start };
    if (this.#keep) {
      const whole = Buffer.concat(this.#chunks);
      answer.body = whole.subarray(this.#headLength);
      answer.etag = /\r\netag: (".*?")/i.exec(whole.toString('latin1', 0, this.#headLength))?.[1];
    }
    const done = this.#done;
    this.#chunks = [];
    this.#got = 0;
    this.#wanted = -1;
    this.#done = null;
    this.#failed = null;
    done?.(answer);
  }

  #fail(error: Error): void {
    this.#failed?.(error);
    this.#failed = null;
  }
}

export interface Wish {
  path: string;
  headers?: string;
}

/** Sends each request once, over so many connections, each of which sends the next one when its answer is there. */
export async function loadWith(port: number, wishes: readonly Wish[], connections = 8, keep = false): Promise<Load> {
  let next = 0;
  return timed(port, connections, async (connection, answers) => {
    while (next < wishes.length) {
      const at = next;
      next += 1;
      const { path, headers = '' } = wishes[at] as Wish;
      answers[at] = await connection.ask(path, { headers, keep });
    }
  });
}

/** Each connection runs its own chain: the next path is made from the body of the answer before, until it is null. */
export async function loadChains(
  port: number,
  first: string,
  followOf: () => (body: Buffer) => string | null,
  connections = 8,
): Promise<Load> {
  return timed(port, connections, async (connection, answers) => {
    const follow = followOf();
    for (let path: string | null = first; path !== null; ) {
      const answer = await connection.ask(path, { keep: true });
      answers.push({ status: answer.status, ms: answer.ms });
      path = follow(answer.body as Buffer);
    }
  });
}

async function timed(
  port: number,
  connections: number,
  work: (connection: Connection, answers: Answer[]) => Promise<void>,
): Promise<Load> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const answers: Answer[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(open.map((connection) => work(connection, answers)));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const connection of open) connection.close();
  return { answers, seconds, busy: (user + system) / 1e6 / seconds };
}

/** Throws where an answer has another status: a fast refusal is no result. */
export function expectStatus({ answers }: Load, status: number): void {
  const other = answers.find((answer) => answer.status !== status);
  if (other !== undefined) throw new Error(`An answer had status ${other.status}, not ${status}.`);
}

export const rateOf = ({ answers, seconds }: Load): number => answers.length / seconds;
