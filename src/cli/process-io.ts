import { COULD_NOT, type Io } from './command.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const SIGNAL_NUMBER = { SIGINT: 2, SIGTERM: 15 };

/**
 * The world of a real process. A reader that has had enough (`alminding search … | head -1`) ends it quietly; any other
 * failure to write ends it with 2.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : COULD_NOT));
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    read: readStdin,
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    errIsTerminal: process.stderr.isTTY === true,
    stopped,
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
