import { normaliseRepositoryUrl } from '../../kernel/repository-url.ts';
import type { Template } from '../../licence/template.ts';
import { anyAddress, fileOrAddress, webAddress } from '../forms/addresses.ts';
import type { Form } from '../forms/finding.ts';
import { length } from '../forms/lengths.ts';
import { hasEmail } from '../scrub.ts';
import { languageOf } from './language.ts';
import { type LicenceFound, licenceOf } from './licences.ts';
import { fromPackages } from './packages.ts';
import { languagesIn, logoIn, releaseOf } from './paths.ts';
import { type Readme, readReadme } from './readme.ts';
import { type Facts, type Found, plainLine, type Repository, readmeOf } from './repository.ts';

/** Everything that the files say, each value in a form that the standard takes, or not there. */
export interface Gathered extends Omit<Facts, 'url'> {
  name: Found;
  url?: Found;
  logo?: Found;
  language: string | null;
  longDescription?: Found;
  features?: Found<string[]>;
  screenshots?: Found<string[]>;
  languages?: Found<string[]>;
  licence: LicenceFound;
}

export function gather(repository: Repository, licenceTexts: readonly Template[] | undefined): Gathered {
  const { texts, paths } = repository;
  const facts = fromPackages(texts);
  const file = readmeOf(texts);
  const readme = file === undefined ? NOTHING : readReadme(texts.get(file) as string);
  const from = file ?? '';
  const release = releaseOf(repository);
  const url = addressOf(repository, facts);
  const short = shortOf(repository, facts, readme, from);
  const long = longOf(readme);
  const pictures = readme.pictures.map((path) => path.replace(/^\.\//, '')).filter((path) => paths.includes(path));
  return kept({
    name: nameOf(repository, facts, readme, from, url),
    url,
    landingURL: landingOf(repository, facts, url?.value),
    softwareVersion: release ? { value: release.version, from: release.from } : stable(facts.softwareVersion),
    releaseDate: release?.date === undefined ? undefined : { value: release.date, from: release.from },
    logo: fitting(logoIn(paths), fileOrAddress),
    developmentStatus: facts.developmentStatus,
    softwareType: facts.softwareType,
    language: languageOf([short?.value ?? '', ...readme.paragraphs, ...readme.features].join(' ')),
    shortDescription: short,
    longDescription: long === undefined ? undefined : { value: long, from },
    documentation: fitting(facts.documentation, webAddress),
    features: readme.features.length === 0 ? undefined : { value: readme.features, from },
    screenshots: pictures.length === 0 ? undefined : { value: [...new Set(pictures)].slice(0, 5), from },
    languages: languagesIn(paths),
    licence: licenceOf(texts, licenceTexts),
  });
}

const NOTHING: Readme = { paragraphs: [], features: [], pictures: [] };

type Loose<T> = { [K in keyof T]: T[K] | undefined };

const kept = (values: Loose<Required<Gathered>>): Gathered =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as Gathered;

const fitting = (found: Found | undefined, form: Form): Found | undefined =>
  found === undefined || form(found.value) !== undefined ? undefined : found;

/** 0.0.0 and its like are what tools write before anybody decides. */
const stable = (found: Found | undefined): Found | undefined =>
  found !== undefined && /^\d{1,6}(?:\.\d{1,6}){1,3}$/.test(found.value) && /[1-9]/.test(found.value)
    ? found
    : undefined;

/** The first heading where it is another spelling of a technical name: that is what people call the software. */
function nameOf({ name }: Repository, facts: Facts, { heading }: Readme, from: string, url: Found | undefined): Found {
  const folder = { value: plainLine(name), from: 'folder' };
  const remote = { value: url?.value.slice(url.value.lastIndexOf('/') + 1) ?? '', from: url?.from ?? '' };
  const [technical, ...others] = [facts.name, remote, folder].filter((one) => one !== undefined && one.value !== '');
  const title = heading === undefined || heading.length > 60 || hasEmail(heading) ? undefined : heading;
  if (technical === undefined) return { value: title ?? 'unnamed', from };
  const same = [technical, ...others].some((one) => one && folded(one.value) === folded(title ?? ''));
  return same && title !== undefined ? { value: title, from } : technical;
}

/** Without what technical names lack: capitals, spaces, and letters beyond ASCII, which they spell out. */
const folded = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[æäøöåüß]/g, (letter) => SPELT[letter] as string)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');

const SPELT: Readonly<Record<string, string>> = {
  æ: 'ae',
  ä: 'ae',
  ø: 'oe',
  ö: 'oe',
  å: 'aa',
  ü: 'ue',
  ß: 'ss',
};

/** As browsers open it, without user-info: tokens stand in addresses of remotes. */
function addressOf({ url }: Repository, facts: Facts): Found | undefined {
  const found = url === undefined ? facts.url : { value: url, from: 'remote' };
  const value = found === undefined ? null : browsable(found.value);
  return value === null || found === undefined ? undefined : fitting({ value, from: found.from }, anyAddress);
}

/** The normal form is for comparison and has no capitals; people want to see the path as it is written. */
function browsable(address: string): string | null {
  const [, host, path] = /^(https:\/\/[^/]+)(\/.+)$/.exec(normaliseRepositoryUrl(address) ?? '') ?? [];
  if (host === undefined || path === undefined) return null;
  const written = address
    .trim()
    .replace(/(?:\.git|\/)+$/, '')
    .slice(-path.length);
  return host + (written.toLowerCase() === path.toLowerCase() ? written : path);
}

/** A page of its own, not the repository's. */
function landingOf({ homepage }: Repository, facts: Facts, url: string | undefined): Found | undefined {
  const found = homepage ? { value: plainLine(homepage), from: 'forge' } : facts.landingURL;
  const page = fitting(found, webAddress);
  return page === undefined || /^[a-z+]+:\/\/[^/]*@/i.test(page.value) || normaliseRepositoryUrl(page.value) === url
    ? undefined
    : page;
}

const fitsShort = (text: string): boolean => length(1, 150)(text) === undefined && !hasEmail(text);

/** The first that fits: what the package or the forge says in a sentence, or the README's first sentence. */
function shortOf({ description }: Repository, facts: Facts, readme: Readme, from: string): Found | undefined {
  const [sentence = ''] = /^.{20,150}?[.!?](?=\s|$)/u.exec(readme.paragraphs[0] ?? '') ?? [];
  const candidates = [
    { value: plainLine(description ?? ''), from: 'forge' },
    facts.shortDescription,
    { value: sentence, from },
  ];
  return candidates.find((one): one is Found => one !== undefined && one.value !== '' && fitsShort(one.value));
}

/** The first paragraphs until there is enough, and `undefined` where there isn't. */
function longOf({ paragraphs }: Readme): string | undefined {
  let text = '';
  for (const paragraph of paragraphs) {
    if (text.length >= ENOUGH) break;
    text += `${text === '' ? '' : '\n'}${paragraph}`;
  }
  return length(150, 10_000)(text) === undefined ? text : undefined;
}

const ENOUGH = 600;
