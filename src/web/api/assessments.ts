import type { FastifyInstance } from 'fastify';
import { PLURAL } from '../../records/kinds.ts';
import type { Assessed, LevelOf, NamedFramework, Reader } from '../../registry/types.ts';
import type {
  AssessmentItem,
  AssessmentPage,
  AssessmentTotals,
  FrameworkName,
  FrameworkStanding,
} from '../../schemas.gen.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { bestText } from '../ui/localised.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, nameOf, UNCHANGED } from './documentation.ts';
import { ADDRESS, CURSOR, LANG, LIMIT, type PageQuery, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** What can be assessed. */
export type Assessable = 'software' | 'network';

/** `GET /api/v1/<plural>/{address}/assessments` */
export function assessmentsRoute(app: FastifyInstance, read: Reader, kind: Assessable): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(kind)}Assessments`,
    summary: `How this ${kind} was assessed`,
    description: `Assessments of this ${kind} by the rules of networks and standards, the newest first. Totals are counted from the ratings; those that a source prints stand beside them, not checked. \`levels\` says what follows from all of them, framework by framework.`,
    params: ADDRESS,
    querystring: query({ lang: LANG, limit: LIMIT, cursor: CURSOR }),
    answers: { 200: json('One page of assessments.', 'assessmentPage'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone', 'invalid-cursor'],
  });
  const path = `/${PLURAL[kind]}/:address/assessments`;
  app.get<ByAddress & { Querystring: PageQuery & { lang?: string } }>(path, { schema }, async (request, reply) => {
    const { lang, limit, cursor } = request.query;
    const found = await find(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/assessments`);
    const language = textLanguage(lang, request.headers['accept-language']);
    const { total, items, next } = await read.assessments(found.row, language, limit, cursor);
    const levels = (await read.levels(found.row, language)).map(standing);
    reply.header('vary', 'accept-language');
    return sendTagged(request, reply, {
      total,
      items: items.map((one) => shown(one, language)),
      next,
      levels,
    } satisfies AssessmentPage);
  });
}

function shown({ item, record, framework, totals, faults }: Assessed, lang: string): AssessmentItem {
  const { id, origin, page, name } = item;
  const { type, date = null, levels = {}, validUntil = null } = record;
  return {
    ...{ id, origin, page, name, type, date, validUntil, levels },
    framework: named(framework),
    totals: totalsShown(record.statedTotals ?? [], totals, lang),
    faults: faults.map(({ rule, pointer, message, hint }) => ({ rule, pointer, message, ...(hint && { hint }) })),
  };
}

const named = ({ id, name, page, record }: NamedFramework): FrameworkName => ({
  ...{ id, name, page },
  version: record?.version ?? null,
});

function totalsShown(
  stated: NonNullable<Assessed['record']['statedTotals']>,
  totals: Assessed['totals'],
  lang: string,
): AssessmentTotals {
  const { computed, notGiven } = counted(totals);
  const agrees = (counts: object): boolean =>
    Object.entries(counts).every(([colour, count]) => computed?.[colour as keyof typeof computed] === count);
  return {
    ...{ computed, notGiven },
    stated: stated[0]?.counts ?? null,
    tables: stated.map(({ of, counts }) => ({ of: bestText(of, lang) ?? null, counts })),
    agree: computed !== null && stated.length > 0 ? stated.every(({ counts }) => agrees(counts)) : null,
  };
}

/** Sums where anything is rated: four noughts would say that nothing is green, where nobody has said anything. */
function counted(totals: Assessed['totals']): Pick<AssessmentTotals, 'computed' | 'notGiven'> {
  const { notGiven = 0, ...sums } = totals?.all ?? {};
  const rated = Object.values(sums).reduce((sum, count) => sum + count, 0);
  return {
    computed: rated > 0 && totals !== null ? coloursOf(totals.all) : null,
    notGiven: rated + notGiven > 0 ? notGiven : null,
  };
}

const coloursOf = ({ green, yellow, red, grey }: NonNullable<Assessed['totals']>['all']) => ({
  ...{ green, yellow, red, grey },
});

function standing({ framework, standing }: LevelOf): FrameworkStanding {
  const { claimed, listed, recommended, decided, computed, holds } = standing;
  const dated = <T extends { date?: string }>(said: T | null) => said && { ...said, date: said.date ?? null };
  return {
    framework: named(framework),
    ...{
      holds,
      claimed: dated(claimed),
      listed: dated(listed),
      recommended: dated(recommended),
      decided: dated(decided),
    },
    computed: computed && {
      ...computed,
      date: computed.date ?? null,
      next: computed.next && {
        level: computed.next.level,
        missing: computed.next.missing.map(({ requirement, level, theme = null, verdict }) => ({
          ...{ requirement, level, theme },
          verdict: verdict as 'yellow' | 'red' | 'not-given',
        })),
      },
    },
  };
}
