import type { Span } from '../../documents/document.ts';
import { ORIGIN_NAMES, OWN } from '../../kernel/origins.ts';
import { PARTS, type PartId } from '../../maturity/part.ts';
import type { Counted, LevelOf } from '../../registry/types.ts';
import type { Citation, Claim } from '../../schemas.gen.ts';
import { dayText, levelText } from '../ui/governance/words.tsx';
import { partText } from '../ui/maturity-words.ts';
import { claimNumber, isYear, whenText } from '../ui/said/figures.tsx';
import { word } from '../ui/words.ts';
import { type Draft, line, type Teller, told, type Words } from './cell.ts';
import type { Product } from './product.ts';

/** A row that is there because of what is told of one of the products at least. */
export interface MovingRow {
  id: string;
  section: string;
  label: string;
  labelLang?: string;
  teller: Teller;
}

/** A row for each framework by which one of them was assessed: levels of two frameworks are never in one row. */
export function levelRows(products: readonly Product[]): MovingRow[] {
  const frameworks = new Map(
    products.flatMap(({ levels }) => levels).map(({ framework }) => [framework.id, framework]),
  );
  return [...frameworks.values()].map(({ id, name }) => ({
    id: `level:${id.replace(/^framework\//, '')}`,
    section: 'governance',
    label: name,
    teller: ({ levels }, words) => {
      const level = levels.find(({ framework }) => framework.id === id);
      return level === undefined ? told([]) : levelTold(level, words);
    },
  }));
}

const SAID = ['decided', 'listed', 'recommended', 'claimed'] as const;

function levelTold({ standing, framework, history }: LevelOf, { context, t }: Words): Draft {
  const lines = SAID.flatMap((said) => {
    const found = standing[said];
    if (found === null) return [];
    const level = levelText(context, framework.record, found.level);
    const expired = found.expired ? ` (${t('level.expired')})` : '';
    const date = dayText(context, found.date);
    return [
      said === 'claimed'
        ? `${t('said.claimed', { level })} (${date})${expired}`
        : `${t(`level.short.${said}`, { level, date })}${expired}`,
    ];
  });
  const { computed } = standing;
  const worked =
    computed?.level == null
      ? []
      : [
          t('compare.computed', {
            level: levelText(context, framework.record, computed.level),
            date: dayText(context, computed.date),
          }),
        ];
  const by = new Set([...SAID.map((said) => standing[said]), computed].map((found) => found?.assessment));
  const used = history.filter(({ item }) => by.has(`${item.id}@${item.origin}`));
  return told(
    [...lines, ...worked],
    used.map((one) => one.record.sources?.[0] ?? one.record.decision?.reference ?? recordOf(one, { context, t })),
  );
}

/** An assessment that names no source is one itself. */
const recordOf = ({ item }: Counted, { context, t }: Pick<Words, 'context' | 't'>): Citation => ({
  title: t('compare.record', { name: item.name, id: `${item.id}@${item.origin}`, version: item.version }),
  address: `${context.base}${item.page}`,
  date: item.updated.slice(0, 10),
});

/** The sides of its profile, each in words with the reason. */
export function keptRows({ lang, t }: Words): MovingRow[] {
  return PARTS.map((id: PartId) => ({
    id: `kept:${id}`,
    section: 'kept',
    label: word(lang, 'side', id),
    teller: ({ maturity }) => {
      const part = maturity.parts.find((one) => one.id === id);
      if (part === undefined || part.standing === 'not-known') return told([]);
      const source = part.asOf === null || maturity.repository === null ? [] : [seen(maturity, t)];
      return told([`${word(lang, 'standing', part.standing)}${t('colon')}${partText(lang, part)}`], source);
    },
  }));
}

const seen = ({ repository, read, seen: by }: Product['maturity'], t: Words['t']) => ({
  title: t('compare.seen', { repository: repository ?? '' }),
  ...(by === null || by.origin === ORIGIN_NAMES[OWN] ? {} : { publisher: by.origin }),
  ...(repository === null ? {} : { address: repository }),
  ...(read === null ? {} : { read }),
});

/** Figures that sources state; those of costs come first among what a product costs. */
export function figureRows(products: readonly Product[], words: Words): MovingRow[] {
  const groups = new Map(
    products.flatMap(({ claims }) => claims).map((group) => [`${group.measure} ${group.unit}`, group]),
  );
  return [...groups].map(([key, { measure, shown, all }]) => ({
    id: `figure:${measure}`,
    section: 'cost',
    ...labelOf(line((shown ?? all[0])?.claim.what, words) ?? { text: measure }),
    teller: ({ claims }) => {
      const group = claims.find((one) => `${one.measure} ${one.unit}` === key);
      const claim = (group?.shown ?? group?.all[0])?.claim;
      return claim === undefined ? told([]) : toldFigure(claim, words);
    },
  }));
}

function toldFigure(claim: Claim, words: Words): Draft {
  const value = figureOf(claim, words);
  // Another catalogue may claim nothing: neither a number nor words.
  if (value === undefined) return told([]);
  const method = line(claim.method, words);
  const how = method !== undefined && method.lang === undefined ? `${words.t('colon')}${method.text}` : '';
  const said = `(${whenText(words.context, claim)}, ${word(words.lang, 'nature', claim.nature)})${how}`;
  // A line has one language: what is in another one stands on a line of its own.
  const lines = value.lang === undefined ? [`${value.text} ${said}`] : [value, said];
  return told([...lines, method?.lang === undefined ? undefined : method], [claim.source]);
}

const labelOf = ({ text, lang }: Span): Pick<MovingRow, 'label' | 'labelLang'> => ({
  label: text,
  ...(lang === undefined ? {} : { labelLang: lang }),
});

function figureOf(claim: Claim, words: Words): Span | undefined {
  const number = claimNumber(words.context, claim);
  if (number === null) return line(claim.text, words);
  return isYear(claim) ? { text: number } : line(claim.unit, words, `${number} `);
}
