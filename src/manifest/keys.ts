import { anyAddress, bodyUri, fileOrAddress, supportedThing, webAddress } from './forms/addresses.ts';
import { languageTag } from './forms/language-tag.ts';
import { length } from './forms/lengths.ts';
import { licence } from './forms/licence.ts';
import { day, email, ipaCode, mediaType } from './forms/texts.ts';
import { video } from './forms/video.ts';
import { category, country, maintenanceType, oneOf, scope, softwareType, status } from './forms/words.ts';
import { address, boolean, key, list, type MapShape, map, required, text, textOrEmpty } from './shapes.ts';

/**
 * Every key of publiccode.yml 0.7, which is the rule for all accepted versions. A further version of the standard is a
 * further table. `publiccodeYmlVersion` and the rules between the keys of `maintenance` and of `IT` stand in
 * `read-manifest.ts` and `cross-rules.ts`.
 */

const web = address(webAddress);

const body = (what: string) =>
  map({
    uri: required(`the stable identifier of the ${what}`, text(bodyUri)),
    name: key(`the name of the ${what}`, text()),
  });

const dependency = map({
  name: required('the name of what is needed', text()),
  versionMin: key('the oldest version that works', text()),
  versionMax: key('the newest version that works', text()),
  version: key('the only version that works', text()),
  optional: key('whether it works without', boolean),
});

const block = map({
  localisedName: key('the name in this language', text()),
  genericName: key('what kind of thing it is', textOrEmpty(length(0, 35)), { deprecated: 'Use categories instead.' }),
  shortDescription: required('what it is, in one sentence', text(length(0, 150))),
  longDescription: required('what it does, in 150 to 10000 characters', text(length(150, 10_000))),
  documentation: key('the address of the documentation', web),
  apiDocumentation: key('the address of the documentation of the interfaces', web),
  features: required('a list of what it can do', list(text(), { some: true })),
  screenshots: key('pictures of it', list(text(fileOrAddress))),
  videos: key('films about it', list(address(video))),
  awards: key('prizes that it won', list(text())),
});

const contractor = map({
  name: required('the name of the contractor', text()),
  until: required('the last day of the contract', text(day)),
  email: key('a mail address', text(email)),
  website: key('a web site', web),
});

const contact = map({
  name: required('the name of the contact', text()),
  email: key('a mail address', text(email)),
  phone: key('a telephone number with its prefix', text()),
  affiliation: key('the body for which the contact works', text()),
});

const flags = (...names: string[]) =>
  map(Object.fromEntries(names.map((name) => [name, key('true or false', boolean)])));

const italy = map({
  countryExtensionVersion: key(
    'the version of the Italian section',
    text(oneOf('enum', ['0.2', '1.0'], 'a version of the Italian section')),
  ),
  conforme: key(
    'which guidelines it follows',
    flags('lineeGuidaDesign', 'modelloInteroperabilita', 'misureMinimeSicurezza', 'gdpr'),
    {
      deprecated: 'Use `supports` instead.',
      deprecatedEvenEmpty: true,
    },
  ),
  riuso: key(
    'who offers it for reuse',
    map({
      codiceIPA: key('the code of the body', textOrEmpty(ipaCode), {
        deprecated: 'Use `organisation.uri` with urn:x-italian-pa: and this code.',
      }),
    }),
  ),
  piattaforme: key('which platforms it works with', flags('spid', 'cie', 'anpr', 'pagopa', 'io')),
});

export const MANIFEST: MapShape = map({
  publiccodeYmlVersion: key('the version of the standard', text()),
  name: required('the public name of the software', text()),
  applicationSuite: key('the suite to which it belongs', text()),
  url: required('the address of its repository', address(anyAddress)),
  landingURL: key('the address of its web page', web),
  isBasedOn: key('the repositories that it continues', list(text(anyAddress), { lone: true })),
  softwareVersion: key('the newest stable version', text()),
  releaseDate: key('the day of that version', text(day)),
  logo: key('its logo', text(fileOrAddress)),
  monochromeLogo: key('its logo in one colour', text(fileOrAddress), { deprecated: 'Leave it out; `logo` is enough.' }),
  organisation: key('the body that publishes it', body('body that publishes it')),
  inputTypes: key('the media types that it reads', list(text(mediaType)), { deprecated: 'Leave it out.' }),
  outputTypes: key('the media types that it writes', list(text(mediaType)), { deprecated: 'Leave it out.' }),
  platforms: required('the list of platforms on which it runs, such as web or linux', list(text(), { some: true })),
  categories: key('its categories', list(text(category))),
  usedBy: key('the bodies that use it', list(text())),
  fundedBy: key('the bodies that paid for it', list(body('body that paid for it'))),
  roadmap: key('the address of its plans', web),
  developmentStatus: required('concept, development, beta, stable or obsolete', text(status)),
  softwareType: required('what type of software it is, such as standalone/web', text(softwareType)),
  supports: key(
    'what laws, standards and services it supports',
    list(map({ id: required('an alias or a URI', text(supportedThing)) })),
  ),
  intendedAudience: key(
    'for whom it is',
    map({
      scope: key('the fields of work', list(text(scope))),
      countries: key('the countries for which it is made', list(text(country))),
      unsupportedCountries: key('the countries where it cannot be used', list(text(country))),
    }),
  ),
  description: required('what it is, in at least one language', { is: 'languages', block }),
  legal: required(
    'the licence',
    map({
      license: required('the licence, such as EUPL-1.2', text(licence)),
      mainCopyrightOwner: key('who owns most of the copyright', text()),
      repoOwner: key('who owns the repository', text(), {
        deprecated: 'Use `organisation` instead.',
        deprecatedEvenEmpty: true,
      }),
      authorsFile: key('the file that names the authors', text(fileOrAddress), {
        deprecated: 'Leave it out.',
        deprecatedEvenEmpty: true,
      }),
    }),
  ),
  maintenance: required(
    'who looks after it',
    map({
      type: required('internal, contract, community or none', text(maintenanceType)),
      contractors: key('who is paid for it', list(contractor)),
      contacts: key('whom to ask', list(contact)),
    }),
  ),
  localisation: required(
    'its languages',
    map({
      localisationReady: required('true or false: whether it can be translated', boolean),
      availableLanguages: required('the list of its languages', list(text(languageTag), { some: true })),
    }),
  ),
  dependsOn: key(
    'what it needs to run',
    map({
      open: key('open source that it needs', list(dependency)),
      proprietary: key('proprietary software that it needs', list(dependency)),
      hardware: key('devices that it needs', list(dependency)),
    }),
  ),
  IT: key('the Italian section', italy),
  it: key('the Italian section', italy, { deprecated: 'Write it in capitals: `IT`.', deprecatedEvenEmpty: true }),
});
