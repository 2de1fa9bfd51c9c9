import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { IN_LANGUAGE } from '../language.ts';
import { LANGUAGES } from '../locales/text.ts';

/**
 * Answers for what no route takes: `not-allowed` with the methods on offer where the address is known (RFC 9110, section
 * 15.5.6), else `not-found`. Who reads a page with slashes behind its address is sent to it. Call it before the routes are
 * added, as it watches them being added.
 */
export function unknownRoutes(app: FastifyInstance): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const offered = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    // What takes anything below an address does not make that address known.
    if (url.includes('*')) return;
    const entry = offered.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) entry.methods.add(one);
    offered.set(url, entry);
  });
  const methodsAt = (path: string): Set<string> => {
    const allow = new Set<string>();
    for (const { pattern, methods } of offered.values())
      if (pattern.test(path)) for (const method of methods) allow.add(method);
    return allow;
  };
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const bare = path.replace(/(?<!\/)\/+$/, '');
    if (bare !== path && !/^\/api\/v\d/.test(path) && isReading(request) && methodsAt(bare).has('GET'))
      return reply.redirect(bare + request.url.slice(path.length), 308);
    const allow = methodsAt(path);
    if (allow.size === 0 || allow.has(request.method)) throw new CodedError('not-found');
    throw new CodedError('not-allowed', `This address takes ${[...allow].join(', ')}.`, {
      extra: { allow: [...allow] },
    });
  };
}

const isReading = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

const ONE_OF_OURS = `(?:${LANGUAGES.join('|')})`;

/** `/api/v1/software/:address` as a regular expression: a parameter is one segment. */
function patternOf(url: string): RegExp {
  const parts = url.replace(IN_LANGUAGE, '/:lang').split(/(:[A-Za-z]+)/);
  const pattern = parts.map((part) =>
    part === ':lang' ? ONE_OF_OURS : part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${pattern.join('')}$`);
}
