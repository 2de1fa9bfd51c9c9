import { LIMITS } from '../kernel/limits.ts';
import { readFound } from '../licence/found.ts';
import { isDraftFile } from '../manifest/draft/repository.ts';
import type { Observation } from '../schemas.gen.ts';
import { readNeeds } from '../versions/needs.ts';
import { DECLARATION } from './folder-words.ts';
import type { Seen } from './forge.ts';
import type { Drafted, WasRead } from './read-job.ts';
import type { Reading } from './reading.ts';
import { keptFiles, packageFiles } from './seen-files.ts';

export interface FilesRead {
  /** Part of an observation. */
  said: Pick<Observation, 'licences' | 'files' | 'hosts'>;
  looked: string[];
  notMeasured: { what: 'licences'; why: 'failed' }[];
  draft: Drafted | null;
  /** The `adoptions.yml` of a body. */
  declaration: Uint8Array | null;
}

interface Wish {
  url: string;
  /** Whether a draft is wanted. */
  wanted: boolean;
  releases: { version: string; date?: string }[];
}

const LICENCE = /^(?:licen[cs]e|copying|unlicense|eupl)(?:[-_.][a-z0-9.-]{1,30})?$/i;
/** Where programs keep their texts, by language. */
const TEXTS = ['locales', 'locale', 'i18n', 'translations', 'lang', 'langs', 'languages'];

/** The files in the root that tell how a repository is kept, and what they say, by as few requests as can be. */
export async function readFiles(reading: Reading, seen: Seen, { url, wanted, releases }: Wish): Promise<FilesRead> {
  const { names } = seen;
  const telling = names.filter((name) => isDraftFile(name) || LICENCE.test(name)).slice(0, LIMITS.draftTexts);
  const own = names.includes(DECLARATION) ? [DECLARATION] : [];
  const bytes = await seen.readAll([...new Set([...telling, ...packageFiles(names), ...own])], LIMITS.draftTextBytes);
  const texts = new Map([...bytes].map(([path, content]) => [path, Buffer.from(content).toString('utf8')]));
  const licences = telling.filter((name) => LICENCE.test(name) && texts.has(name));
  const name =
    new URL(url).pathname
      .replace(/(\.git)?\/*$/, '')
      .split('/')
      .at(-1) ?? '';
  const paths = wanted ? [...names, ...(await textPaths(seen))] : [];
  const repository = { name, url, paths, texts, releases };
  const read: WasRead =
    licences.length === 0 && !wanted
      ? { licences: [], draft: null }
      : await reading.read({ repository, licences, wanted }).catch(() => ({ licences: null, draft: null }));
  return {
    said: { licences: [...found(read), ...declared(names, texts)], files: keptFiles(names), ...hostsOf(names, texts) },
    looked: ['files', 'hosts', ...(read.licences === null ? [] : ['licences'])],
    notMeasured: read.licences === null ? [{ what: 'licences', why: 'failed' }] : [],
    ...{ draft: read.draft, declaration: bytes.get(DECLARATION) ?? null },
  };
}

/** Names of the files of texts, where they lie in the root or in `src`. */
async function textPaths({ names, namesIn }: Seen): Promise<string[]> {
  const folders = TEXTS.filter((name) => names.includes(name));
  const found = await Promise.all(
    folders.map(async (folder) => (await namesIn(folder)).map((file) => `${folder}/${file}`)),
  );
  return found.flat();
}

type Licences = NonNullable<Observation['licences']>;
const MATCH = { same: 'same', 'with-additions': 'with-additions', unknown: 'not-known' } as const;
const LONGEST = 300;

/** Licence files by the texts that they are, as SPDX: a choice where several ids have the same text. */
const found = ({ licences }: WasRead): Licences =>
  (licences ?? []).map(({ path, is, ids }) => {
    const spdx = ids.join(' OR ');
    return { path, match: MATCH[is], ...(spdx === '' || spdx.length > LONGEST ? {} : { spdx }) };
  });

/** The licences that package files declare, as they write them. */
const declared = (names: string[], texts: ReadonlyMap<string, string>): Licences =>
  packageFiles(names).flatMap((path) =>
    readFound(path, texts.get(path) ?? '')
      .filter(({ value }) => value.length <= LONGEST)
      .map(({ value, spdx }) => ({ path, match: 'declared' as const, value, ...(spdx === undefined ? {} : { spdx }) })),
  );

const MOST_HOSTS = 200;

/** What package files say that it stands on. */
function hostsOf(names: string[], texts: ReadonlyMap<string, string>): Pick<Observation, 'hosts'> {
  const hosts = packageFiles(names).flatMap((file) =>
    (readNeeds(file, texts.get(file) ?? '')?.needs ?? []).flatMap(({ name, range, scheme }) => {
      if (name === '' || name.length > LONGEST) return [];
      const fits = range !== undefined && range !== '' && range.length <= MOST_HOSTS ? { range, scheme } : {};
      return [{ type: 'depends-on' as const, name, file, ...fits }];
    }),
  );
  return hosts.length === 0 ? {} : { hosts: hosts.slice(0, MOST_HOSTS) };
}
