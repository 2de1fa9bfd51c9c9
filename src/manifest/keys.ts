import { anyAddress, bodyUri, fileOrAddress, supportedThing, webAddress } from './forms/addresses.ts';
import { languageTag } from './forms/language-tag.ts';
import { length } from './forms/lengths.ts';
import { licence } from './forms/licence.ts';
import { day, email, mediaType, phone } from './forms/texts.ts';
import { video } from './forms/video.ts';
import {
  category,
  country,
  countryInCapitals,
  maintenanceType,
  scope,
  scopeOfNext,
  softwareType,
  status,
} from './forms/words.ts';
import { italy } from './italy.ts';
import { address, boolean, key, list, type MapShape, map, required, text, textOrEmpty } from './shapes.ts';
import type { Standard } from './standard.ts';

/**
 * Every key of publiccode.yml. The rules of 0.7 go for all versions up to it; the draft of 1.0 is the same table without what
 * it removes and with what it asks for in addition. `publiccodeYmlVersion` and the rules between several keys stand in
 * `version.ts` and `cross-rules.ts`.
 */
export const tableOf = (standard: Standard): MapShape => (standard === '1.0-rc' ? NEXT : MANIFEST);

const web = address(webAddress);

const body = (what: string, note: object = {}) =>
  map({
    uri: required(`the stable identifier of the ${what}`, text(bodyUri), note),
    name: key(`the name of the ${what}`, text()),
  });

const FUNDED = {
  note: 'The text of the standard asks for the name and leaves the URI open; its validators ask for the URI.',
};
const EACH_LANGUAGE = {
  note: 'The text of the standard asks for it in one language at least; its validators ask for it in every language.',
};
const PLATFORMS = { note: 'The text of the standard allows a single value here; its validators take a list only.' };

const dependency = map({
  name: required('the name of what is needed', text()),
  versionMin: key('the oldest version that works', text()),
  versionMax: key('the newest version that works', text()),
  version: key('the only version that works', text()),
  optional: key('whether it works without', boolean),
});

const contractor = map({
  name: required('the name of the contractor', text()),
  until: required('the last day of the contract', text(day)),
  email: key('a mail address', text(email)),
  website: key('a web site', web),
});

const contact = (next: boolean) =>
  map({
    name: required('the name of the contact', text()),
    email: key('a mail address', text(email)),
    phone: key('a telephone number with its prefix', next ? textOrEmpty(phone) : text()),
    affiliation: key('the body for which the contact works', text()),
  });

const GONE = 'Version 1.0 has it no longer: remove it.';
const NO_SECTIONS = 'Version 1.0 has no sections of countries: use `supports` and `organisation`.';

/** The keys that 1.0 no longer has, by place. */
const OLD = {
  block: {
    genericName: key('what kind of thing it is', textOrEmpty(length(0, 35)), { deprecated: 'Use categories instead.' }),
  },
  top: {
    monochromeLogo: key('its logo in one colour', text(fileOrAddress), {
      deprecated: 'Leave it out; `logo` is enough.',
    }),
    inputTypes: key('the media types that it reads', list(text(mediaType)), { deprecated: 'Leave it out.' }),
    outputTypes: key('the media types that it writes', list(text(mediaType)), { deprecated: 'Leave it out.' }),
  },
  legal: {
    repoOwner: key('who owns the repository', text(), {
      deprecated: 'Use `organisation` instead.',
      deprecatedEvenEmpty: true,
    }),
    authorsFile: key('the file that names the authors', text(fileOrAddress), {
      deprecated: 'Leave it out.',
      deprecatedEvenEmpty: true,
    }),
  },
};

const goneOf = (keys: object): Record<string, string> =>
  Object.fromEntries(Object.keys(keys).map((name) => [name, GONE]));

const block = (next: boolean) =>
  map(
    {
      localisedName: key('the name in this language', text()),
      ...(next ? {} : OLD.block),
      shortDescription: required('what it is, in one sentence', text(length(0, 150))),
      longDescription: required('what it does, in 150 to 10000 characters', text(length(150, 10_000)), EACH_LANGUAGE),
      documentation: key('the address of the documentation', web),
      apiDocumentation: key('the address of the documentation of the interfaces', web),
      features: required('a list of what it can do', list(text(), { some: true }), EACH_LANGUAGE),
      screenshots: key('pictures of it', list(text(fileOrAddress))),
      videos: key('films about it', list(address(video))),
      awards: key('prizes that it won', list(text())),
    },
    next ? goneOf(OLD.block) : undefined,
  );

const audience = (next: boolean) => {
  const countries = list(text(next ? countryInCapitals : country));
  return map({
    scope: key('the fields of work', list(text(next ? scopeOfNext : scope))),
    countries: key('the countries for which it is made', countries),
    unsupportedCountries: key('the countries where it cannot be used', countries),
  });
};

const legal = (next: boolean) =>
  map(
    {
      license: required('the licence, such as EUPL-1.2', text(licence)),
      mainCopyrightOwner: key('who owns most of the copyright', text()),
      ...(next ? {} : OLD.legal),
    },
    next ? goneOf(OLD.legal) : undefined,
  );

const maintenance = (next: boolean) =>
  map({
    type: required('internal, contract, community or none', text(maintenanceType)),
    contractors: key('who is paid for it', list(contractor)),
    contacts: key('whom to ask', list(contact(next))),
  });

const localisation = map({
  localisationReady: required('true or false: whether it can be translated', boolean),
  availableLanguages: required('the list of its languages', list(text(languageTag), { some: true })),
});

const dependsOn = map({
  open: key('open source that it needs', list(dependency)),
  proprietary: key('proprietary software that it needs', list(dependency)),
  hardware: key('devices that it needs', list(dependency)),
});

const { monochromeLogo, ...types } = OLD.top;

function table(next: boolean): MapShape {
  return map(
    {
      publiccodeYmlVersion: key('the version of the standard', text()),
      name: required('the public name of the software', text()),
      applicationSuite: key('the suite to which it belongs', text()),
      url: required('the address of its repository', address(anyAddress)),
      landingURL: key('the address of its web page', web),
      isBasedOn: key('the repositories that it continues', list(text(anyAddress), { lone: true })),
      softwareVersion: key('the newest stable version', text()),
      releaseDate: key('the day of that version', text(day)),
      logo: key('its logo', text(fileOrAddress)),
      ...(next ? {} : { monochromeLogo }),
      organisation: key('the body that publishes it', body('body that publishes it')),
      ...(next ? {} : types),
      platforms: required(
        'the list of platforms on which it runs, such as web or linux',
        list(text(), { some: true }),
        PLATFORMS,
      ),
      categories: key('its categories', list(text(category))),
      usedBy: key('the bodies that use it', list(text())),
      fundedBy: key('the bodies that paid for it', list(body('body that paid for it', FUNDED))),
      roadmap: key('the address of its plans', web),
      developmentStatus: required('concept, development, beta, stable or obsolete', text(status)),
      softwareType: required('what type of software it is, such as standalone/web', text(softwareType)),
      supports: key(
        'what laws, standards and services it supports',
        list(map({ id: required('an alias or a URI', text(supportedThing)) })),
      ),
      intendedAudience: key('for whom it is', audience(next)),
      description: required('what it is, in at least one language', { is: 'languages', block: block(next) }),
      legal: required('the licence', legal(next)),
      maintenance: required('who looks after it', maintenance(next)),
      localisation: required('its languages', localisation),
      dependsOn: key('what it needs to run', dependsOn),
      ...(next ? {} : italy),
    },
    next ? { ...goneOf(OLD.top), IT: NO_SECTIONS, it: NO_SECTIONS } : undefined,
  );
}

/** 0.7, the rule for all versions that are in use. */
export const MANIFEST: MapShape = table(false);
const NEXT = table(true);
