import type { FastifySchema } from 'fastify';
import { ERRORS, type ErrorCode } from '../../kernel/errors.ts';
import { STATUS } from '../plugins/problem.ts';
import { NO_QUERY } from '../plugins/validation.ts';

const ANSWERS = 'https://alminding.example/schemas/answers.schema.json#/$defs/';

/** A part of `answers.schema.json` by its name. */
export const answer = (name: string) => ({ $ref: `${ANSWERS}${name}` });

/** A good answer: its words, and its schema by media type. */
interface GoodAnswer {
  description: string;
  content?: Record<string, { schema: object }>;
  type?: 'null';
}

export const json = (description: string, name: string): GoodAnswer => ({
  description,
  content: { 'application/json': { schema: answer(name) } },
});

/** An answer without a body. */
export const bare = (description: string): GoodAnswer => ({ description, type: 'null' });

/** Beside the 200 of `sendTagged`. */
export const UNCHANGED = { 304: bare('The answer is still the one of the ETag that was sent.') };

export const ELSEWHERE = bare('The entry is at another address, which `Location` names.');

interface RouteWords {
  /** Name of the operation in made clients. */
  id: string;
  tag: string;
  summary: string;
  /** Whole sentences. */
  description: string;
  /** Good answers by status. */
  answers: Record<number, GoodAnswer>;
  /** What may be refused here, besides what may be refused anywhere. */
  refusals?: ErrorCode[];
  querystring?: object;
  params?: object;
  /** Documentation of the body: bodies are checked by the registry. */
  body?: object;
  /** Whether it takes the token of the operator. */
  token?: boolean;
}

const ANYWHERE: ErrorCode[] = ['unknown-parameter', 'invalid-parameter', 'internal', 'overloaded'];

/** The schema of a route: what the documentation tells of it, and by which its query string is checked. */
export function describe(words: RouteWords): FastifySchema & Record<string, unknown> {
  const { id, tag, summary, description, answers, refusals = [], querystring = NO_QUERY, token, ...more } = words;
  const { properties } = querystring as { properties?: object };
  // Readings of the past are counted.
  const counted: ErrorCode[] = Object.hasOwn(properties ?? {}, 'at') ? ['too-many-requests'] : [];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    querystring,
    ...more,
    ...(token ? { security: [{ operator: [] }] } : {}),
    response: { ...answers, ...refusalsByStatus([...refusals, ...counted, ...ANYWHERE]) },
  };
}

/** Several codes may share a status; a description names them all. */
function refusalsByStatus(codes: ErrorCode[]): Record<number, GoodAnswer> {
  const words = new Map<number, string[]>();
  for (const code of codes)
    words.set(STATUS[code], [...(words.get(STATUS[code]) ?? []), `\`${code}\`: ${ERRORS[code]}`]);
  return Object.fromEntries(
    [...words].map(([status, lines]) => [
      status,
      { description: lines.join(' '), content: { 'application/problem+json': { schema: answer('refusal') } } },
    ]),
  );
}

/** `organisation` as part of the name of an operation. */
export const nameOf = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
