import type { Net, NetRequest } from './safe-fetch.ts';

const NO_BODY = [204, 205, 304];

/**
 * The door out in the form of `fetch`, for libraries that bring their own requests (octokit). Knows of a request its
 * address, method, headers, body as text or bytes, and signal; redirects are followed as many as told.
 */
export function asFetch(net: Net, options: { maxBytes: number; redirects?: number }): typeof globalThis.fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const limits = { maxBytes: options.maxBytes, redirects: options.redirects ?? 0 };
    const answer = await net.fetch({ url, ...limits, ...requestOf(init ?? {}) });
    const { 'content-encoding': _, 'content-length': __, ...kept } = answer.headers;
    const response = new Response(NO_BODY.includes(answer.status) ? null : new Uint8Array(answer.bytes), {
      status: answer.status,
      headers: kept,
    });
    Object.defineProperty(response, 'url', { value: answer.url });
    return response;
  };
}

function requestOf({ body, method, signal, headers }: RequestInit): Partial<NetRequest> {
  const request: Partial<NetRequest> = { headers: Object.fromEntries(new Headers(headers)) };
  if (method !== undefined) request.method = method.toUpperCase() as 'GET';
  if (signal) request.signal = signal;
  if (body === undefined || body === null) return request;
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new TypeError('Only text and bytes can be sent.');
  return { ...request, body };
}
