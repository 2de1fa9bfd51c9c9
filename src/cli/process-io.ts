import { COULD_NOT, type Io } from './command.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const SIGNAL_NUMBER = { SIGINT: 2, SIGTERM: 15 };

/**
 * The world of a real process. When a reader has had enough (`alminding import … --verbose | head -1`), the command goes
 * on to its end, unheard, and its exit code is its own.
 */
export function processIo(): Io {
  return {
    out: writerOf(process.stdout),
    err: writerOf(process.stderr),
    read: readStdin,
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    errIsTerminal: process.stderr.isTTY === true,
    stopped,
  };
}

function writerOf(stream: NodeJS.WriteStream): (text: string) => void {
  let heard = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    heard = false;
    // What cannot be written anywhere, as on a full disk, must not pass for an answer.
    if (error.code !== 'EPIPE') process.exit(COULD_NOT);
  });
  return (text) => {
    if (heard) stream.write(text);
  };
}

async function readStdin(limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit + 1);
}

/** The first signal asks, the second one insists. */
function stopped(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (asked) process.exit(128 + SIGNAL_NUMBER[signal]);
        asked = true;
        resolve(signal);
      });
    }
  });
}
