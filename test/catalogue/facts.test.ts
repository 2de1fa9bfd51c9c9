import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import t from 'tap';
import { parse } from 'yaml';
import { PAGE_LANGUAGES } from '../../src/kernel/languages.ts';
import { isSlug } from '../../src/kernel/slug.ts';
import { isSearched, KINDS, type Kind, parseRef } from '../../src/records/kinds.ts';
import { loadedRows } from './loaded-rows.ts';
import { type Body, notLoaded, readFiles, recordsOf, strings, type Value } from './read.ts';

const files = await readFiles();
const records = recordsOf(files);
const rows = JSON.parse(await readFile(new URL('../vectors/fact-rows.json', import.meta.url), 'utf8')) as string[];
const readJson = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));

t.test('every row of the facts is loaded or listed in a README with the reason', (t) => {
  const loaded = loadedRows(records);
  const listed = new Map(notLoaded(files).map(({ row, why }) => [row, why]));
  t.same(
    rows.filter((row) => !loaded.has(row) && !listed.has(row)),
    [],
    'no row is lost',
  );
  t.same(
    [...listed].filter(([row, why]) => why === '' || loaded.has(row) || !rows.includes(row)),
    [],
    'what is listed is a row, is not loaded and has a reason',
  );
  t.ok(rows.length > 400, 'the list of rows is whole');
  t.end();
});

t.test('every file of a catalogue folder is a record, a README, its sources or its registers', (t) => {
  const known = new Set(records.map(({ file }) => file));
  const others = files.filter(({ path }) => !known.has(path) && !/^([^/]+\/)?(README\.md|registers\.yml)$/.test(path));
  t.same(
    others.map(({ path }) => path.replace(/^[^/]+\//, '')),
    ['os2', 'plonegov', 'lombardy', 'shared'].map(() => 'sources.yml'),
  );
  for (const { path, text } of others) {
    const { forges = [], repositories = [], ...more } = parse(text) as Record<string, string[]>;
    t.same(Object.keys(more), [], `${path} has no other key`);
    const wrong = [...forges, ...repositories].filter((address) => !/^https:\/\/[^\s/]+\/\S+$/.test(address));
    t.same(wrong, [], `${path} holds addresses`);
  }
  t.end();
});

t.test('every record fits the schema of its kind', async (t) => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(await readJson('common'));
  const validators = new Map<Kind, ReturnType<typeof ajv.compile>>();
  for (const kind of KINDS) validators.set(kind, ajv.compile(await readJson(kind)));
  const broken = records.flatMap(({ kind, file, body }) => {
    const validate = validators.get(kind);
    return validate?.(body) ? [] : [`${file}: ${ajv.errorsText(validate?.errors)}`];
  });
  t.same(broken, []);
});

t.test('ids are slugs, unique in the built-in origin, and those of adoptions and assessments tell nothing', (t) => {
  t.same(
    records.filter(({ slug }) => !isSlug(slug)).map(({ file }) => file),
    [],
  );
  const ids = records.map(({ id }) => id);
  t.same(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
    'no id twice, in two folders either',
  );
  t.same(
    records.filter(({ kind, slug }) => !isSearched(kind) && !/^[a-z2-7]{16}$/.test(slug)).map(({ file }) => file),
    [],
  );
  t.end();
});

t.test('no reference dangles within the built-in folders', (t) => {
  const ids = new Set(records.map(({ id }) => id));
  const dangling = records.flatMap(({ file, body }) =>
    strings(body)
      .filter(({ text }) => parseRef(text) !== null && !ids.has(text))
      .map(({ at, text }) => `${file}#${at}: ${text}`),
  );
  t.same(dangling, []);
  t.end();
});

t.test('everything is described in English and in Danish', (t) => {
  const said = (body: Body, language: string): boolean => {
    const text = (body.description as Record<string, unknown> | undefined)?.[language];
    return typeof text === 'string' ? text !== '' : typeof (text as Body | undefined)?.short === 'string';
  };
  const silent = records
    .filter(({ kind }) => isSearched(kind))
    .flatMap(({ file, body }) => ['en', 'da'].filter((language) => !said(body, language)).map((l) => `${file}: ${l}`));
  t.same(silent, []);
  t.end();
});

/** Kinds whose words are the catalogue's own: requirements and levels, what networks want and ask, what is counted. */
const IN_ALL_LANGUAGES: readonly Kind[] = ['framework', 'assessment', 'network', 'claim', 'story', 'adoption'];

t.test('requirements, levels, networks, stories and figures are told in every language of the pages', (t) => {
  const told = records
    .filter(({ kind }) => IN_ALL_LANGUAGES.includes(kind))
    .flatMap(({ file, body }) => textsIn(body, file));
  t.ok(
    told.filter(([place]) => place.includes('/requirements/')).length >= 80,
    'titles of requirements are among them',
  );
  t.same(
    told.flatMap(([place, text]) => PAGE_LANGUAGES.filter((lang) => !text[lang]?.trim()).map((l) => `${place}: ${l}`)),
    [],
  );
  const english = told.filter(([, { en = '' }]) => en.split(' ').length > 4);
  t.same(
    english.filter(([, { en, ...others }]) => Object.values(others).includes(en as string)).map(([place]) => place),
    [],
    'nothing is copied from English',
  );
  t.same(
    told.filter(([, text]) => new Set(Object.values(text).map(figuresOf)).size > 1).map(([place]) => place),
    [],
  );
  t.end();
});

/** The texts of a record that are said in several languages, with their places. */
function textsIn(value: Value, place: string): [string, Record<string, string>][] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, i) => textsIn(one, `${place}/${i}`));
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([key, text]) => /^[a-z]{2}$/.test(key) && typeof text === 'string'))
    return [[place, value as Record<string, string>]];
  // A name is a fact: a network has it in those languages in which it calls itself so.
  const said = place.includes('/networks/') ? entries.filter(([key]) => key !== 'names') : entries;
  return said.flatMap(([key, one]) => textsIn(one, `${place}/${key}`));
}

/** Numbers in a text, in whatever way its language groups their digits. Those up to 31 may be days and months in words. */
const figuresOf = (text: string): string =>
  (text.replace(/(?<=\d)[.,\s\u00a0\u202f](?=\d{3}(?!\d))/g, '').match(/\d+/g) ?? [])
    .filter((digits) => Number(digits) > 31)
    .sort()
    .join();

t.test('every record names a source that a reader can find', (t) => {
  t.same(
    records
      .filter(({ kind, body }) =>
        kind === 'claim' ? !body.source : !Array.isArray(body.sources) || body.sources.length === 0,
      )
      .map(({ file }) => file),
    [],
  );
  t.end();
});

t.test('no working file is cited and nobody is named by a mail address', (t) => {
  const banned = [
    /seed(?!-funding| funding)/i,
    /os2-governance/,
    /dk-municipalities/,
    /\b\d{3}_[0-9a-f]{8}/,
    /\bS[0-4]\b/,
    /facts\//,
  ];
  // Frameworks and assessments have requirements of these ids.
  const ofRequirements = /^[^/]+\/(frameworks|assessments)\//;
  const mail = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/;
  const found = files.flatMap(({ path, text }) =>
    [...banned, mail].flatMap((pattern) =>
      pattern.test(ofRequirements.test(path) ? text.replace(/\bS[0-5]\b/g, '') : text)
        ? [`${path}: ${pattern.exec(text)?.[0]}`]
        : [],
    ),
  );
  t.same(found, []);
  t.end();
});
