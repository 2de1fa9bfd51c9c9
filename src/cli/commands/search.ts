import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { SEARCHED } from '../../records/kinds.ts';
import type { SearchAnswer } from '../../registry/search-type.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { countOf, table } from '../text.ts';

const SHOWN = 10;

export const command: Command = {
  name: 'search',
  summary: 'Finds software, organisations, networks and frameworks.',
  usage: 'alminding search TEXT [options]',
  details: ['Text of several words goes in quotes: alminding search "meeting management".'],
  options: [
    { flag: '--limit N', description: `How many are shown, 1 to ${LIMITS.pageSize}; ${SHOWN} unless said otherwise.` },
    {
      flag: '--lang L',
      description: 'Language of the summaries and of the words searched for, such as da. Default: en.',
    },
    { flag: '--kind K', description: `Only one kind: ${SEARCHED.join(', ')}.` },
  ],
  exits: [
    { code: GOOD, when: 'the catalogue was searched, even if nothing was found' },
    { code: COULD_NOT, when: 'an option has a value that cannot be used, or the data could not be read' },
  ],
  async run(context) {
    const { io, json, args } = context;
    const { limit, lang, kind } = optionsOf(context);
    const filters = kind === undefined ? {} : { kind: [kind] };
    const query = { text: args[0] as string, lang, filters, sort: 'relevance', limit } as const;
    const answer = await withExisting(context, 'search', ({ registry }) => registry.read.search(query));
    const { total, items, loose, didYouMean, understood } = answer;
    if (json) {
      printJson(io, { total, loose, didYouMean, understood, items });
      return GOOD;
    }
    for (const line of remarksOn(answer)) io.err(`${line}\n`);
    if (items.length === 0) io.err('Nothing was found.\n');
    else {
      const rows = items.map(({ name, id, origin, facts, summary }) => [
        name,
        origin === 'own' || origin === 'built-in' ? id : `${id}@${origin}`,
        String(facts.licence ?? ''),
        summary,
      ]);
      io.out(table(['Name', 'Id', 'Licence', 'Summary'], rows, io.columns));
      const near = items.filter((item) => item.loose === true).map(({ name }) => name);
      if (near.length > 0) io.err(`Only loosely related: ${near.join(', ')}.\n`);
      if (total > items.length) io.err(`${countOf(items.length, 'record')} of ${total} shown: --limit shows more.\n`);
    }
    return GOOD;
  },
};

/** What the text was taken for, where that is not what was written. */
function remarksOn({ didYouMean, understood }: SearchAnswer): string[] {
  const unknown = understood.filter(({ known }) => !known);
  return [
    ...(didYouMean === null ? [] : [`Taken for: ${didYouMean}`]),
    ...unknown.map(({ facet, written }) => `Nothing has \`${facet}:${written}\`.`),
  ];
}

function optionsOf({ values }: Context): { limit: number; lang: string; kind: string | undefined } {
  const { limit = String(SHOWN), lang = 'en', kind } = values as Record<string, string | undefined>;
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > LIMITS.pageSize)
    throw new CodedError('invalid-parameter', `--limit must be a whole number from 1 to ${LIMITS.pageSize}.`);
  if (!/^[a-z]{2,3}$/.test(lang)) throw new CodedError('invalid-parameter', '--lang must be a code such as da or en.');
  if (kind !== undefined && !(SEARCHED as readonly string[]).includes(kind))
    throw new CodedError('invalid-parameter', `--kind must be one of ${SEARCHED.join(', ')}.`);
  return { limit: Number(limit), lang, kind };
}
