import type { Software } from '../schemas.gen.ts';
import { type Contact, separateNames } from './contacts.ts';
import { descriptionOf } from './describe.ts';
import { Fields } from './fields.ts';
import { canonicalLicence } from './forms/licence.ts';
import type { Body, Dependency, ItalianSection, Manifest } from './manifest.ts';
import { scrubberFor } from './scrub.ts';
import { unescaped } from './seen-text.ts';

/**
 * The software record of a valid manifest, and the people whom it names. The record holds no natural person's data: contacts
 * are left out, names that may be people's too, and every text is rid of mail addresses, telephone numbers and the contacts'
 * names. It always fits `software.schema.json`: texts beyond its lengths are cut, addresses that are no web addresses left out.
 */
export function toSoftware(manifest: Manifest): { record: Software; contacts: Contact[] } {
  const { contacts, names } = separateNames(manifest);
  const fields = new Fields(scrubberFor(contacts));
  const { organisation, legal, maintenance, localisation, intendedAudience: audience } = manifest;
  const italy = manifest.IT ?? manifest.it;
  const uri = fields.uri(organisation?.uri) ?? italianUri(italy);
  const publisher =
    names.publisher ?? (organisation === undefined && uri !== undefined ? names.repositoryOwner : undefined);
  const record = present({
    name: fields.text(manifest.name, 300) ?? fields.text(fallbackName(manifest.url), 300) ?? '?',
    url: fields.repository(manifest.url),
    landingUrl: fields.address(manifest.landingURL),
    roadmapUrl: fields.address(manifest.roadmap),
    applicationSuite: fields.text(manifest.applicationSuite, 300),
    logo: fields.path(manifest.logo),
    description: descriptionOf(manifest.description, fields),
    type: manifest.softwareType,
    status: manifest.developmentStatus,
    version: fields.text(manifest.softwareVersion, 300),
    releaseDate: manifest.releaseDate,
    platforms: fields.texts(manifest.platforms, 200),
    categories: unique(manifest.categories),
    audience: filled({
      countries: unique(audience?.countries?.map((country) => country.toUpperCase())),
      unsupportedCountries: unique(audience?.unsupportedCountries?.map((country) => country.toUpperCase())),
      scope: unique(audience?.scope),
    }),
    countries: /^urn:x-italian-pa:/i.test(uri ?? '') ? ['IT'] : undefined,
    supports: unique([...(fields.uris(manifest.supports?.map(({ id }) => id)) ?? []), ...italianSupport(italy)]),
    licence: { spdx: canonicalLicence(legal.license) },
    owner: filled({ name: fields.text(names.repositoryOwner, 300) }),
    copyrightOwner: fields.text(names.copyrightOwner, 500),
    publisher: filled({ name: fields.text(publisher, 500), uri }),
    fundedBy: some(
      manifest.fundedBy?.map((body: Body, i) =>
        filled({ name: fields.text(names.funders[i], 500), uri: fields.uri(body.uri) }),
      ),
    ),
    relations: some(fields.addresses(manifest.isBasedOn)?.map((url) => ({ type: 'based-on', url }))),
    maintenance: {
      type: maintenance.type,
      ...filled({
        contractors: some(
          maintenance.contractors?.map(({ until, website }, i) =>
            present({ name: fields.text(names.contractors[i], 500), until, website: fields.address(website) }),
          ),
        ),
      }),
    },
    localisation: { ready: localisation.localisationReady, languages: unique(localisation.availableLanguages) },
    dependsOn: filled({
      open: dependencies(manifest.dependsOn?.open, fields),
      proprietary: dependencies(manifest.dependsOn?.proprietary, fields),
      hardware: dependencies(manifest.dependsOn?.hardware, fields),
    }),
    usedBy: fields.texts(manifest.usedBy, 500),
  });
  return { record: record as unknown as Software, contacts };
}

type Values = Record<string, unknown>;

/** Without the keys whose value is `undefined`. */
function present(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The same, and `undefined` where nothing is left. */
function filled(values: Values): Values | undefined {
  const left = present(values);
  return Object.keys(left).length === 0 ? undefined : left;
}

function some<T>(items: readonly (T | undefined)[] | undefined): T[] | undefined {
  const left = (items ?? []).filter((item) => item !== undefined);
  return left.length === 0 ? undefined : (left as T[]);
}

const unique = (items: readonly string[] | undefined): string[] | undefined => some([...new Set(items)]);

function dependencies(items: Dependency[] | undefined, fields: Fields): Values[] | undefined {
  return some(
    items?.map(({ name, version, versionMin, versionMax, optional }) => {
      const known = fields.text(name, 300);
      if (known === undefined) return undefined;
      const [exact, least, most] = [version, versionMin, versionMax].map((text) => fields.text(text, 100));
      return present({ name: known, version: exact, versionMin: least, versionMax: most, optional });
    }),
  );
}

const italianUri = (italy: ItalianSection | undefined): string | undefined =>
  italy?.riuso?.codiceIPA ? `urn:x-italian-pa:${italy.riuso.codiceIPA}` : undefined;

/** What the Italian section says and `supports` says today: its platforms have an alias each, and so has the GDPR. */
function italianSupport(italy: ItalianSection | undefined): string[] {
  const flags = { ...italy?.piattaforme, gdpr: italy?.conforme?.gdpr };
  return Object.entries(flags).flatMap(([name, is]) => (is ? [`alias:${name}`] : []));
}

/** A name made of spaces only is valid too. Then the last part of the address has to do. */
const fallbackName = (url: string): string =>
  /[^/\s][^/]*(?=\/*$)/.exec(unescaped(url).slice(0, 300).trim())?.[0] ?? '';
