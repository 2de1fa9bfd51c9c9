import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a service and counts what goes over the socket, both ways. */
export interface CountingProxy {
  url: string;
  /** Bytes since it was asked last. */
  take(): number;
  /** Where the service listens; to be said before the first connection. */
  target: number;
  /** Ends all connections; while its target is 0 it takes no new ones. */
  cut(): void;
  close(): void;
}

export async function countingProxy(): Promise<CountingProxy> {
  let bytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    if (proxy.target === 0) {
      from.destroy();
      return;
    }
    const to = connect(proxy.target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('data', (chunk) => {
        bytes += chunk.byteLength;
      });
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CountingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: 0,
    take() {
      const counted = bytes;
      bytes = 0;
      return counted;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return proxy;
}
