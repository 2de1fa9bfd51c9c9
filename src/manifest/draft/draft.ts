import type { Template } from '../../licence/template.ts';
import { type Gathered, gather } from './gather.ts';
import type { Found, FoundValue, Left, Repository } from './repository.ts';
import { Sheet } from './sheet.ts';

export interface DraftOptions {
  /** Texts of the SPDX list (`licenceTexts()` of the licence room): comparing takes some ten milliseconds a file. */
  licenceTexts?: readonly Template[];
}

export interface Draft {
  /**
   * A publiccode.yml whose lines are facts that stand in the repository; what nobody found is a comment for a person to
   * fill in. `check` finds nothing wrong in it but keys that are missing.
   */
  text: string;
  /** The values of the text by dotted key, and the file that each comes from. */
  found: FoundValue[];
  /** What a person has to say before it is valid, and why. */
  left: Left[];
}

/**
 * A first manifest of a repository that has none. Nothing is invented, no person is named. Pure and linear in what comes in,
 * never throws; texts longer than some thousand lines are read so far only.
 */
export function draft(repository: Repository, { licenceTexts }: DraftOptions = {}): Draft {
  const facts = gather(repository, licenceTexts);
  const sheet = new Sheet();
  sheet.comment('A first draft, made from the files of the repository. What stands behind a # is for you to fill in:');
  sheet.comment('take the # away where you write a value, and the whole line where the key does not apply.');
  sheet.fixed('publiccodeYmlVersion', '"0"');
  top(sheet, facts);
  description(sheet, facts);
  rest(sheet, facts);
  return { text: sheet.text(), found: sheet.found, left: sheet.left };
}

function top(sheet: Sheet, facts: Gathered): void {
  sheet.text1('name', facts.name);
  sheet.text1('url', facts.url, '# https://…, the address of the repository');
  if (facts.url === undefined) sheet.leave('url', 'No file says where the repository is.');
  sheet.optional('landingURL', facts.landingURL, '# https://…, its web page');
  sheet.optional('softwareVersion', facts.softwareVersion);
  sheet.optional('releaseDate', facts.releaseDate);
  sheet.optional('logo', facts.logo);
  sheet.blank();
  sheet.hint('organisation:');
  sheet.hint('  uri: # https://…, a stable address of the body that publishes it');
  sheet.hint('  name: # its name');
  sheet.blank();
  sheet.hint('platforms: [] # web, windows, mac, linux, ios, android');
  sheet.leave('platforms', 'No file says on which platforms it runs.');
  sheet.hint('categories: [] # see https://yml.publiccode.tools/categories-list.html');
  sheet.text1('developmentStatus', facts.developmentStatus, '# concept, development, beta, stable or obsolete');
  if (!facts.developmentStatus) sheet.leave('developmentStatus', 'Its maturity is for its makers to say.');
  sheet.text1(
    'softwareType',
    facts.softwareType,
    '# standalone/web, standalone/backend, standalone/desktop, standalone/mobile, standalone/iot, standalone/other, addon, library or configurationFiles',
  );
  if (!facts.softwareType) sheet.leave('softwareType', 'Its type is for its makers to say.');
  sheet.blank();
}

function description(sheet: Sheet, facts: Gathered): void {
  const { language } = facts;
  const lang = language ?? 'en';
  const block = new Sheet(`description.${lang}.`, 4);
  block.text1('shortDescription', facts.shortDescription, '# what it is, in at most 150 characters');
  block.long('longDescription', facts.longDescription, '# what it does and for whom, in 150 to 10000 characters');
  block.list('features', facts.features, '[] # what it can do, an item each');
  block.optional('documentation', facts.documentation, '# https://…');
  if (facts.screenshots) block.list('screenshots', facts.screenshots, '');
  const some = block.found.length > 0;
  if (language === null || !some) {
    sheet.hint('description:');
    sheet.hint(`  ${lang}: # the language of what follows`);
    sheet.commentedOut(block);
    sheet.leave('description', some ? 'The language of its texts could not be told.' : 'No file describes it.');
  } else {
    sheet.raw('description:', `  ${lang}:`);
    sheet.take(block);
    if (!facts.shortDescription) sheet.leave(`description.${lang}.shortDescription`, 'No file says it in a sentence.');
    if (!facts.longDescription)
      sheet.leave(`description.${lang}.longDescription`, 'The README has no 150 characters of text.');
    if (!facts.features) sheet.leave(`description.${lang}.features`, 'The README has no list of features.');
  }
  sheet.blank();
}

function rest(sheet: Sheet, { licence, languages }: Gathered): void {
  if ('found' in licence) {
    sheet.raw('legal:');
    sheet.take(one('legal.', 'license', licence.found));
  } else {
    const choices = licence.choices.slice(0, 6);
    sheet.comment(licence.why);
    sheet.hint('legal:');
    sheet.hint(`  license: # ${choices.length > 0 ? choices.join(', or ') : 'such as EUPL-1.2'}`);
    sheet.leave('legal.license', licence.why);
  }
  sheet.blank();
  sheet.hint('maintenance:');
  sheet.hint('  type: # internal, contract, community or none');
  sheet.hint('  contacts: # for internal and community');
  sheet.hint('    - name: # a team is as good as a person');
  sheet.leave('maintenance', 'No file says who looks after it, and nobody is named without being asked.');
  sheet.blank();
  if (languages) {
    const block = new Sheet('localisation.', 2);
    block.flag('localisationReady', { value: true, from: languages.from });
    block.list('availableLanguages', languages, '');
    sheet.raw('localisation:');
    sheet.take(block);
  } else {
    sheet.hint('localisation:');
    sheet.hint('  localisationReady: # true or false: whether it can be translated');
    sheet.hint('  availableLanguages: [] # en, da, …');
    sheet.leave('localisation', 'No files with texts in several languages were found.');
  }
}

function one(prefix: string, key: string, found: Found): Sheet {
  const sheet = new Sheet(prefix, 2);
  sheet.text1(key, found);
  return sheet;
}
