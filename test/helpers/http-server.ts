import { readFileSync } from 'node:fs';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Exception, parseExceptions } from '../../src/net/addresses.ts';

interface Ends {
  teardown(act: () => unknown): void;
}

export interface TestServer {
  port: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** What lets `net` ask it. */
  exceptions: Exception[];
}

const tls = (file: string): string =>
  readFileSync(new URL(import.meta.resolve(`#root/test/vectors/tls/${file}`)), 'utf8');
export const CERTIFICATE = tls('certificate.pem');

/** A server on loopback that ends with the test. */
export async function serve(t: Ends, listener: RequestListener, options: { tls?: boolean } = {}): Promise<TestServer> {
  const server =
    options.tls === true ? createTls({ key: tls('key.pem'), cert: CERTIFICATE }, listener) : createPlain(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === true ? 'https' : 'http';
  const url = `${scheme}://127.0.0.1:${port}`;
  return { port, url, exceptions: parseExceptions(`${url}=127.0.0.1/32`) };
}
