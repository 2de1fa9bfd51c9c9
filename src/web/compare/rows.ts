import { licenceName } from '../../licence/family.ts';
import { facetLabel } from '../labels.ts';
import type { TextKey } from '../locales/text.ts';
import { sourceOf } from '../ui/adoptions.tsx';
import { actsText } from '../ui/contributions.tsx';
import { dateText } from '../ui/dates.ts';
import { periodText } from '../ui/record-context.tsx';
import { blockOf } from '../ui/software/about.tsx';
import { countryName, languageName, word } from '../ui/words.ts';
import { line, linked, nameIn, type Teller, told } from './cell.ts';
import { feeLines } from './fees.ts';
import type { Product } from './product.ts';

/** Rows that every comparison has, known or not: id, section, label, and what is told. */
export const ROWS: readonly (readonly [id: string, section: string, label: TextKey, teller: Teller])[] = [
  ['summary', 'about', 'section.about', summary],
  ['type', 'about', 'facet.type', ({ record }, { lang }) => told([record.type && word(lang, 'type', record.type)])],
  ['tasks', 'about', 'facet.category', categories],
  ['lifecycle', 'about', 'facet.lifecycle', lifecycle],
  [
    'status',
    'about',
    'facet.status',
    ({ record }, { lang }) => told([record.status && word(lang, 'status', record.status)]),
  ],
  ['network', 'about', 'facet.network', ({ record, items }) => told([nameIn(items, record.network)])],
  [
    'owner',
    'about',
    'software.owner',
    ({ record }) => told([record.owner?.name ?? record.publisher?.name], [record.owner?.source]),
  ],
  ['website', 'about', 'software.landing', ({ record }) => linked(record.landingUrl)],
  ['repository', 'about', 'section.repositories', ({ record }) => linked(record.url)],
  ['licence', 'licence', 'facet.licence', licence],
  [
    'family',
    'licence',
    'facet.licence-family',
    ({ licence }, { lang }) =>
      told([licence.family === 'unknown' ? undefined : word(lang, 'licence-family', licence.family)]),
  ],
  [
    'open',
    'licence',
    'compare.open',
    ({ licence }, { t }) => told([licence.open === 'not known' ? undefined : t(licence.open)]),
  ],
  ['agreement', 'licence', 'licence.agreement', agreement],
  ['holder', 'licence', 'licence.holders', holders],
  ['adopters', 'adopters', 'compare.adopters', adopters],
  [
    'evidence',
    'adopters',
    'adoption.evidence',
    ({ adopters }, { lang }) =>
      told(
        adopters.counts.evidence.map(({ value, count }) => `${word(lang, 'evidence', value)}: ${count}`),
        adopterSources(adopters),
      ),
  ],
  [
    'states',
    'adopters',
    'compare.states',
    ({ adopters }, { lang }) =>
      told(
        adopters.counts.state.map(({ value, count }) => `${word(lang, 'state', value)}: ${count}`),
        adopterSources(adopters),
      ),
  ],
  [
    'used-in',
    'adopters',
    'facet.adopter-country',
    ({ adopters }, { lang, t }) =>
      told(
        adopters.counts.country.map(
          ({ value, count }) => `${value === 'unknown' ? t('unknown.value') : countryName(lang, value)}: ${count}`,
        ),
        adopterSources(adopters),
      ),
  ],
  [
    'first',
    'adopters',
    'compare.firstMovers',
    ({ adopters }, { lang }) =>
      told(
        adopters.firstMovers.map(
          ({ organisationName, since }) => `${organisationName} (${dateText(lang, since ?? '')})`,
        ),
        adopters.firstMovers.flatMap(({ claims }) => claims.map(({ source }) => source ?? undefined)),
      ),
  ],
  ['version', 'kept', 'software.version', version],
  [
    'maintenance',
    'help',
    'making.maintenance',
    ({ record }, { lang }) => told([record.maintenance?.type && word(lang, 'maintenance', record.maintenance.type)]),
  ],
  [
    'contractors',
    'help',
    'making.contractors',
    ({ record }, { lang, t }) =>
      told(
        (record.maintenance?.contractors ?? []).map(({ name = '', until }) =>
          until === undefined ? name : `${name}, ${t('period.until', { date: dateText(lang, until) })}`,
        ),
      ),
  ],
  [
    'suppliers',
    'help',
    'software.suppliers',
    ({ record }, words) =>
      told(
        (record.suppliers ?? []).map(({ name, role }) => line(role, words, `${name}, `) ?? name),
        (record.suppliers ?? []).map(({ source }) => source),
      ),
  ],
  [
    'offers',
    'help',
    'section.offers',
    ({ offers }, { lang, t }) =>
      told(
        offers.map(
          ({ name, facts }) =>
            `${facts.organisationName ?? name}: ${[facts.services]
              .flat()
              .map((one) => word(lang, 'service', String(one)))
              .join(', ')}${facts.confirmed === true ? ` (${t('compare.confirmed')})` : ''}`,
        ),
        offers.map(({ facts }) => sourceOf(facts)),
      ),
  ],
  [
    'contributions',
    'help',
    'section.contributions',
    ({ contributions }, { context }) =>
      told(
        contributions.map(({ name, facts }) => `${facts.organisationName ?? name}: ${actsText(context, facts.as)}`),
        contributions.map(({ facts }) => sourceOf(facts)),
      ),
  ],
  [
    'teams',
    'help',
    'section.teams',
    ({ record, items }, { lang, context }) =>
      told(
        (record.teams ?? []).map((team) =>
          [
            team.name ?? nameIn(items, team.organisation),
            team.type && word(lang, 'team', team.type),
            periodText(context, team),
          ]
            .filter(Boolean)
            .join(', '),
        ),
        (record.teams ?? []).map(({ source }) => source),
      ),
  ],
  [
    'fees',
    'cost',
    'section.fees',
    ({ membership, record }, words) =>
      told(
        membership.fees.flatMap((fee) => feeLines(fee, record.name, words)),
        membership.fees.map(({ source }) => source),
      ),
  ],
  [
    'platforms',
    'technical',
    'facet.platform',
    ({ record }, { lang }) =>
      told([(record.platforms ?? []).map((name) => word(lang, 'platform', name.toLowerCase())).join(', ')]),
  ],
  [
    'languages',
    'technical',
    'technical.languages',
    ({ record }, { lang }) =>
      told([(record.localisation?.languages ?? []).map((tag) => languageName(lang, tag)).join(', ')]),
  ],
  [
    'countries',
    'technical',
    'facet.country',
    ({ record }, { lang }) => told([(record.countries ?? []).map((code) => countryName(lang, code)).join(', ')]),
  ],
  [
    'standards',
    'technical',
    'technical.standards',
    ({ record }) =>
      told(
        (record.standards ?? []).map(({ name }) => name),
        (record.standards ?? []).map(({ source }) => source),
      ),
  ],
  ['relations', 'technical', 'section.relations', relations],
];

function summary(product: Product, { context }: Parameters<Teller>[1]) {
  const { value: block, ...marked } = blockOf(product.record, context) ?? { value: undefined };
  const text = block?.short ?? block?.generic ?? block?.long?.slice(0, 300);
  return told([text && { text, ...marked }]);
}

function categories({ record }: Product, { lang }: Parameters<Teller>[1]) {
  return told([(record.categories ?? []).map((value) => facetLabel(lang, 'category', value)).join(', ')]);
}

function lifecycle({ record: { lifecycle: state } }: Product, words: Parameters<Teller>[1]) {
  if (state === undefined) return told([]);
  const date = state.date === undefined ? '' : ` (${dateText(words.lang, state.date)})`;
  return told([`${word(words.lang, 'lifecycle', state.state)}${date}`, line(state.note, words)], [state.source]);
}

function licence({ record: { licence: declared } }: Product) {
  const { spdx, source } = declared ?? {};
  // In whatever language it was said.
  const stated = declared?.stated && { text: declared.stated, lang: '' };
  const name = spdx === undefined ? undefined : licenceName(spdx);
  const full = spdx !== undefined && name !== undefined && name !== spdx ? `${spdx} (${name})` : spdx;
  return told(full === undefined ? [stated] : [full, stated && stated.text === spdx ? undefined : stated], [source]);
}

function agreement({ licence: { agreement: agrees, found } }: Product, { lang }: Parameters<Teller>[1]) {
  const looked = found.filter((one) => one.looked && one.value !== undefined);
  const files = looked
    .slice(0, 6)
    .map(({ file, value = '' }) => ({ text: file === undefined ? value : `${file}: ${value}`, lang: '' }));
  return told(
    agrees === 'not known' ? files : [word(lang, 'agreement', agrees), ...files],
    looked.slice(0, 6).map(({ source }) => source),
  );
}

function holders({ licence: { holders: all } }: Product, { lang }: Parameters<Teller>[1]) {
  return told(
    all.map(({ says, name }) => `${name} (${word(lang, 'holder', says)})`),
    all.map(({ source }) => source),
  );
}

function adopters({ adopters: page }: Product, { t }: Parameters<Teller>[1]) {
  if (page.total === 0) return told([]);
  const { total, inUse } = page;
  return told([t('adopters.count', { count: total }), t('adopters.inUse', { count: inUse })], adopterSources(page));
}

/** Most sources that are named of one count: a hundred adopters may have as many. */
const COUNTED_SOURCES = 12;

function adopterSources({ items }: Product['adopters']) {
  const sources = new Map(
    items
      .flatMap(({ claims }) => claims)
      .map(({ source }) => [`${source?.title} ${source?.address}`, source ?? undefined]),
  );
  return [...sources.values()].slice(0, COUNTED_SOURCES);
}

function version({ record, maturity }: Product, { lang }: Parameters<Teller>[1]) {
  const { version: name, releaseDate: date } = record;
  const newest = maturity.parts.find(({ id }) => id === 'releases')?.inputs;
  const [known, day] = [name ?? newest?.name, date ?? newest?.date];
  if (known === undefined) return told([day === undefined ? undefined : dateText(lang, String(day))]);
  return told([day === undefined ? String(known) : `${known} (${dateText(lang, String(day))})`]);
}

function relations({ relations: { relations: all }, items }: Product, { t }: Parameters<Teller>[1]) {
  return told(
    all.slice(0, 12).map(({ type, target, name, ranges = [] }) => {
      const versions = ranges.map(({ range }) => range).join(', ');
      const other = name ?? nameIn(items, target) ?? '';
      return `${t(`relation.${type}` as TextKey)}${t('colon')}${other}${versions === '' ? '' : ` ${versions}`}`;
    }),
    all.slice(0, 12).map(({ source }) => source),
  );
}
