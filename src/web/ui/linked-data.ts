import type { Network, Organisation, Software } from '../../schemas.gen.ts';
import { facetLabel } from '../labels.ts';
import { LOCALE } from '../locales/text.ts';
import type { LinkedData, PageContext } from './context.ts';
import { pick } from './localised.ts';
import { blockOf } from './software/about.tsx';

/** Of a list so many values are told: whoever wants all of them reads the data itself. */
const VALUES = 20;
const MAKERS = new Set(['firm', 'non-profit', 'community', 'cluster', 'consortium', 'association', 'partnership']);
const LIBRARIES = new Set(['library', 'component', 'framework', 'configurationFiles', 'addon']);

/** The document that goes into a page: one graph. No `<` is left in it, so no text in it can end the element around it. */
export const linkedDataText = (nodes: LinkedData[]): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@graph': nodes.map(told) })
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');

/** The catalogue itself, with the address of its search. */
export function siteData({ lang, site, t }: PageContext): LinkedData {
  return {
    '@type': 'WebSite',
    '@id': `${site.url}/#site`,
    name: site.name,
    url: `${site.url}/${lang}`,
    description: t('home.lead'),
    inLanguage: LOCALE[lang],
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${site.url}/${lang}/search?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

/**
 * A software as `SoftwareApplication` and, where its repository is known, as `SoftwareSourceCode`, each naming the other.
 * A library is source code first of all, and only that.
 */
export function softwareData(context: PageContext, record: Software): LinkedData[] {
  const here = addressOf(context);
  const names = { name: record.name, alternateName: record.aliases?.slice(0, VALUES) };
  const said: LinkedData = { ...names, ...describing(context, record), ...standing(record), ...kept(context) };
  const source = sourceOf(here, record);
  if (LIBRARIES.has(record.type ?? ''))
    return [{ ...said, '@type': 'SoftwareSourceCode', '@id': `${here}#software`, url: here, ...source }];
  const application = {
    ...said,
    '@type': 'SoftwareApplication',
    '@id': `${here}#software`,
    url: here,
    operatingSystem: record.platforms?.slice(0, VALUES).join(', '),
    softwareVersion: record.version,
  };
  if (source.codeRepository === undefined) return [application];
  const code = { '@type': 'SoftwareSourceCode', '@id': `${here}#source`, name: record.name, license: said.license };
  return [application, { ...code, ...source, targetProduct: { '@id': `${here}#software` } }];
}

function describing(context: PageContext, record: Software): LinkedData {
  const block = blockOf(record, context);
  const { short, generic, features = [], documentation } = block?.value ?? {};
  return {
    description: short ?? generic,
    inLanguage: record.localisation?.languages?.slice(0, VALUES),
    applicationCategory: record.categories
      ?.slice(0, VALUES)
      .map((value) => facetLabel(context.lang, 'category', value)),
    featureList: features.slice(0, VALUES),
    softwareHelp: isAddress(documentation) ? { '@type': 'CreativeWork', url: documentation } : undefined,
  };
}

function standing({ licence, releaseDate, owner, publisher, landingUrl, url }: Software): LinkedData {
  const maker = owner?.name ?? publisher?.name;
  return {
    license: licenceAddress(licence?.spdx) ?? licence?.spdx ?? licence?.stated,
    datePublished: /^\d{4}-\d{2}-\d{2}$/.test(releaseDate ?? '') ? releaseDate : undefined,
    maintainer: maker === undefined ? undefined : { '@type': 'Organization', name: maker },
    sameAs: [landingUrl, url].filter(isAddress),
  };
}

/** Whose words these are and on what terms: those of the catalogue, not of the software. */
const kept = ({ site }: PageContext): LinkedData => ({
  sdPublisher: { '@type': 'Organization', name: site.name, url: site.url },
  sdLicense: 'https://creativecommons.org/publicdomain/zero/1.0/',
});

function sourceOf(here: string, { url, repositories = [], version }: Software): LinkedData {
  const first = url ?? repositories[0]?.url;
  const languages = repositories.flatMap(({ language }) => language ?? []);
  return {
    codeRepository: isAddress(first) ? first : undefined,
    programmingLanguage: [...new Set(languages)].slice(0, VALUES),
    version,
    mainEntityOfPage: here,
  };
}

/** A body as `GovernmentOrganization`, firms and associations as `Organization`. */
export function organisationData(context: PageContext, record: Organisation): LinkedData {
  const here = addressOf(context);
  const { type, names = {}, aliases = [], country, website, identifiers = [] } = record;
  const wikidata = identifiers.find(({ scheme }) => scheme === 'wikidata')?.value;
  return {
    '@type': type === undefined || MAKERS.has(type) ? 'Organization' : 'GovernmentOrganization',
    '@id': `${here}#organisation`,
    name: record.name,
    alternateName: [...new Set([...Object.values(names), ...aliases])].filter((name) => name !== record.name),
    description: pick(record.description, context.lang)?.value,
    url: isAddress(website) ? website : here,
    mainEntityOfPage: here,
    address: country === undefined ? undefined : { '@type': 'PostalAddress', addressCountry: country },
    identifier: identifiers.map(({ scheme, value }) => ({ '@type': 'PropertyValue', propertyID: scheme, value })),
    sameAs: /^Q\d+$/.test(wikidata ?? '') ? [`https://www.wikidata.org/entity/${wikidata}`] : [],
  };
}

/** A network of public bodies as `Organization`. */
export function networkData(context: PageContext, record: Network): LinkedData {
  const here = addressOf(context);
  return {
    '@type': 'Organization',
    '@id': `${here}#network`,
    name: record.name,
    alternateName: record.aliases?.slice(0, VALUES),
    description: pick(record.description, context.lang)?.value,
    mainEntityOfPage: here,
  };
}

const addressOf = ({ site, lang, path }: PageContext): string => `${site.url}/${lang}${path}`;

/** The page of one SPDX id; an expression of several has none. */
const licenceAddress = (spdx: string | undefined): string | undefined =>
  spdx !== undefined && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(spdx) && !spdx.startsWith('LicenseRef')
    ? `https://spdx.org/licenses/${spdx}.html`
    : undefined;

const isAddress = (text: string | undefined): text is string => text !== undefined && /^https?:\/\//i.test(text);

/** Without what is not known and without empty lists. */
const told = (node: LinkedData): LinkedData =>
  Object.fromEntries(
    Object.entries(node).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
