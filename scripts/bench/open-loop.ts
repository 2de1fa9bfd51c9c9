import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, Connection } from './load.ts';

/** More requests than this are never under way; what is due then waits, and its waiting counts. */
const CONNECTIONS = 32;

/**
 * Asks at a fixed rate, whether or not earlier answers are there, until `until` settles: as readers do. Latency counts
 * from the moment at which a request was due, so that a stall of the server is felt by all who come in it.
 */
export async function askSteadily(
  port: number,
  perSecond: number,
  path: (n: number) => string,
  until: Promise<unknown>,
): Promise<Answer[]> {
  const free = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const all = [...free];
  const answers: Answer[] = [];
  const waiting: { path: string; due: number }[] = [];
  let failure: unknown;
  let ended = false;
  const end = () => {
    ended = true;
  };
  until.then(end, end);
  const send = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      // In turn, so that none is idle until the server hangs up on it.
      const connection = free.shift() as Connection;
      const { path: wanted, due } = waiting.shift() as { path: string; due: number };
      connection.ask(wanted, { start: due }).then(
        (answer) => {
          answers.push(answer);
          free.push(connection);
          send();
        },
        (error: unknown) => {
          failure ??= error;
        },
      );
    }
  };
  const start = performance.now();
  let sent = 0;
  for (; !ended && failure === undefined; sent += 1) {
    const due = start + (sent * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    waiting.push({ path: path(sent), due });
    send();
  }
  for (let i = 0; answers.length < sent && failure === undefined && i < 3_000; i += 1) await sleep(10);
  for (const connection of all) connection.close();
  if (failure !== undefined) throw failure;
  return answers;
}
