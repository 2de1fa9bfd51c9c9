import { Agent, type Dispatcher, request } from 'undici';
import { LIMITS } from '../kernel/limits.ts';
import { type ConnectorOptions, createConnector } from './connector.ts';

/** Connections that are kept, and what sends over them. */
export interface Client {
  send(
    url: URL,
    options: Omit<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'> & { method: Dispatcher.HttpMethod },
  ): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

export function openClient(options: ConnectorOptions): Client {
  const agent = new Agent({
    connect: createConnector(options),
    connections: LIMITS.netConnectionsEach,
    pipelining: 1,
    maxHeaderSize: LIMITS.netHeaderBytes,
    keepAliveTimeout: LIMITS.netKeepAliveMs,
    keepAliveMaxTimeout: LIMITS.netKeepAliveMs,
  });
  return { send: (url, given) => request(url, { ...given, dispatcher: agent }), close: () => agent.destroy() };
}
