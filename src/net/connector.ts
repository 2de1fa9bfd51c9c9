import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { CodedError } from '../kernel/errors.ts';
import { type Exception, notPublic, permits, type Target } from './addresses.ts';
import { type Lookup, type Resolved, resolve } from './resolve.ts';

export interface ConnectorOptions {
  exceptions: readonly Exception[];
  lookup: Lookup;
  connectMs: number;
  /** Further certificates to trust, PEM. */
  ca?: string[];
}

/**
 * Opens connections for undici, checking twice: every address a name resolves to before anything is sent, and the
 * address that the open socket has. The second name look-up, by which a name could change its mind, does not happen.
 */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const { exceptions, lookup, connectMs } = options;
  return (to, callback) => {
    const target = targetOf(to);
    const fail = (error: unknown): void => callback(error as Error, null);
    withDeadline(resolve(exceptions, target, lookup), connectMs, target.host).then((addresses) => {
      const connect = buildConnector({
        timeout: connectMs,
        allowH2: false,
        lookup: answering(addresses),
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      } as buildConnector.BuildOptions);
      connect(to, (...[error, socket]) => {
        if (error !== null) return fail(error);
        const address = reached(socket as Socket);
        if (permits(exceptions, target, address)) return callback(null, socket as Socket);
        (socket as Socket).destroy();
        fail(notPublic(target.host, address));
      });
    }, fail);
  };
}

const targetOf = ({ protocol, hostname, port }: buildConnector.Options): Target => ({
  scheme: protocol,
  // undici hands IPv6 addresses over without their brackets; an exception has them.
  host: (hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname).toLowerCase(),
  port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
});

const reached = (socket: Socket): string => socket.remoteAddress ?? '';

/** Answers Node's look-up with what was checked, whatever it asks. */
const answering =
  (addresses: [Resolved, ...Resolved[]]): LookupFunction =>
  (_host, options, callback) => {
    if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0].address, addresses[0].family);
  };

async function withDeadline<T>(work: Promise<T>, ms: number, host: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const error = new CodedError('answer-timeout', `The name ${host} was not resolved within ${ms} ms.`);
    timer = setTimeout(() => fail(error), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
