import type { FastifyInstance } from 'fastify';
import { pageLanguage } from '../../kernel/languages.ts';
import { ITALIAN_FORMULA, OPENCODE_FORMULA, OWN_FORMULA } from '../../maturity/formulas.ts';
import type { Reader, ToldProfile } from '../../registry/types.ts';
import type { MaturityAnswer } from '../../schemas.gen.ts';
import type { Lang } from '../locales/text.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { partText } from '../ui/maturity-words.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, UNCHANGED } from './documentation.ts';
import { ADDRESS, LANG, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/software/{address}/maturity` */
export function maturityRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'getSoftwareMaturity',
    summary: 'Tell how a software is kept',
    description:
      'A profile by our own published formula, each side with its reason and inputs; beside it the vitality index of the Italian catalogue and the maintenance level of openCode, on the same inputs. What was not measured is `not-known`. There is no total.',
    params: ADDRESS,
    querystring: query({ lang: LANG }),
    answers: { 200: json('The profile.', 'maturityAnswer'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress & { Querystring: { lang?: string } }>(
    '/software/:address/maturity',
    { schema },
    async (request, reply) => {
      const found = await find(read, 'software', request.params.address);
      if ('at' in found) return elsewhere(reply, `${found.at}/maturity`);
      const lang = pageLanguage(textLanguage(request.query.lang, request.headers['accept-language']));
      reply.header('vary', 'accept-language');
      return sendTagged(request, reply, answerOf(`software/${found.row.slug}`, await read.maturity(found.row), lang));
    },
  );
}

function answerOf(id: string, profile: ToldProfile, lang: Lang): MaturityAnswer {
  const { parts, vitality, maintained, repository, read, basis, seen } = profile;
  const known =
    vitality.index === null
      ? { reason: vitality.reason, from: null, until: null, days: [] }
      : { ...vitality, reason: null };
  return {
    ...{
      id,
      formula: `${OWN_FORMULA.id} ${OWN_FORMULA.version}`,
      formulas: `/${lang}/formulas`,
      basis,
      repository,
      read,
      observation: seen && { id: seen.id, origin: seen.origin },
    },
    parts: parts.map((part) => ({ ...part, explanation: partText(lang, part) })),
    vitality: { formula: `${ITALIAN_FORMULA.id} (${ITALIAN_FORMULA.version})`, ...known, index: vitality.index },
    maintenance: { formula: `${OPENCODE_FORMULA.id} (${OPENCODE_FORMULA.version})`, ...maintained },
  };
}
