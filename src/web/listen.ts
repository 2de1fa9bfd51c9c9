import type { FastifyInstance } from 'fastify';
import { CodedError } from '../kernel/errors.ts';

/** Listens and returns the address under which it does, for people. Throws `port-in-use`, or `invalid-configuration` for a host that is not here. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw refusal(error, host, port);
  }
  const bound = app.server.address();
  const taken = bound !== null && typeof bound === 'object' ? bound.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

function refusal(error: unknown, host: string, port: number): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE')
    return new CodedError(
      'port-in-use',
      `Another program already listens on port ${port} of ${host}. Set ALMINDING_PORT.`,
      {
        cause: error,
      },
    );
  if (code === 'EACCES')
    return new CodedError('invalid-configuration', `This account may not listen on port ${port}. Set ALMINDING_PORT.`, {
      cause: error,
    });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new CodedError('invalid-configuration', `The host ${host} is none of this machine. Set ALMINDING_HOST.`, {
      cause: error,
    });
  return error;
}
