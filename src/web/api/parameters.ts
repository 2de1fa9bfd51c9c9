import { LIMITS } from '../../kernel/limits.ts';
import type { Reader, Registry } from '../../registry/types.ts';
import { acceptedLanguages, primaryLanguage } from '../language.ts';

/** Parameters that several places take, with their words. */
export const LIMIT = {
  type: 'integer',
  minimum: 1,
  maximum: LIMITS.pageSize,
  default: LIMITS.defaultPageSize,
  description: 'How many to a page.',
};

export const CURSOR = {
  type: 'string',
  description: 'Where the page starts: `next` of the page before. Only for the same list with the same parameters.',
};

export const LANG = {
  type: 'string',
  pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}$',
  description: 'Language of the reader (BCP 47), for labels, texts and ranking. Else `Accept-Language`, else English.',
};

/** For the sentences of judgements: rule, key and value of a problem are the same in every language. */
export const JUDGED_LANG = {
  ...LANG,
  description:
    'Language of message, hint and note (BCP 47). Else `Accept-Language`, else English; what is not known in it is English.',
};

export const AT = {
  type: 'integer',
  minimum: 1,
  description:
    'A point of the change sequence: the answer is of the catalogue as it stood then. It counts every shown change of every origin.',
};

export const ON = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description:
    'With `at`: the day for which it is worked out, from that of the change to today. Else that of the change.',
};

export const ADDRESS = {
  type: 'object',
  required: ['address'],
  properties: {
    address: {
      type: 'string',
      description: 'Slug, alone or with `@origin`. A slash in an origin is written `%2F`.',
    },
  },
};

export interface PointQuery {
  at?: number;
  on?: string;
}

/** The reader of the point that is asked for, else of now. */
export async function readerAt(registry: Pick<Registry, 'read' | 'past'>, { at, on }: PointQuery): Promise<Reader> {
  return at === undefined ? registry.read : (await registry.past(at, on)).read;
}

export interface PageQuery {
  limit: number;
  cursor?: string;
}

/** The language of texts: any, as a record may have it though no label does. */
export const textLanguage = (lang: string | undefined, header: string | undefined): string =>
  primaryLanguage(lang ?? '') ?? acceptedLanguages(header ?? '')[0] ?? 'en';
