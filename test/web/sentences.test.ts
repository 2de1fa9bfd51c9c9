/** What judges says English sentences; on pages and in answers they stand in the language of the reader. */
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import ts from 'typescript';
import { COMMANDS } from '../../src/cli/all-commands.ts';
import { ERRORS } from '../../src/kernel/errors.ts';
import { check } from '../../src/manifest/check.ts';
import { tableOf } from '../../src/manifest/keys.ts';
import { mend } from '../../src/manifest/mend/mend.ts';
import type { Key, Shape } from '../../src/manifest/shapes.ts';
import { memberOf, RECORD_SCHEMAS, resolved, type Schema } from '../../src/records/record-schemas.ts';
import { problemIn, sentenceIn } from '../../src/web/locales/sentences.ts';
import { TABLES } from '../../src/web/locales/tables.gen.ts';
import { LANGUAGES } from '../../src/web/locales/text.ts';
import { configurationKeys } from '../../src/web/pages/configuration.ts';
import { endpoints } from '../../src/web/pages/endpoints.ts';
import type { OpenApiDoc } from '../../src/web/pages/reference-sources.ts';
import { parse, visit } from '../helpers/source-file.ts';
import { FULL } from '../manifest/example.ts';

const OTHERS = LANGUAGES.filter((lang) => lang !== 'en');
const ENGLISH = Object.entries(TABLES.en).filter(([key]) => key.startsWith('problem.'));

const unknownOf = (sentences: Iterable<string>): string[] =>
  [...new Set(sentences)].filter((sentence) => OTHERS.some((lang) => sentenceIn(lang, sentence) === undefined));

/** Whatever is said of a file by the rules of a standard, and of what is mended in it. */
function saidOf(file: string, i: number): string[] {
  const options = [{}, { reference: true }, { standard: '1.0-rc' }] as const;
  const words = check(file, options[i % 3]).problems.flatMap(({ message, hint, note }) => [message, hint, note]);
  const { mended, left } = i % 8 === 0 ? mend(file) : { mended: [], left: [] };
  return [...words, ...[...mended, ...left].map(({ why }) => why)].filter((text) => text !== undefined);
}

/** Things that are wrong as a value of most keys. */
const VALUES = ['', ' []', ' {a: 1}', ' yes', ' "‘', ' x y', ' 2026-13-40', ' 0.1', ' *none', ' alias:spit', ' dk'];

t.test('all that is said of a manifest that is wrong in hundreds of ways is known in every language', async (t) => {
  const lines = FULL.split('\n');
  const files = lines.flatMap((line, i) => {
    const value = (n: number): string =>
      line.replace(/^(\s*(?:- )?[^:\s]+:).*|- .*$/, `$1${VALUES[(i + n) % VALUES.length]}`);
    const other = [
      [],
      [line.replace(':', '')],
      [line, line],
      [line.replace(/\w(?=:)/, '')],
      [`${line}x`],
      [`\t${line}`],
    ];
    return [[value(0)], [value(4)], other[i % 6] ?? []].map((put) => lines.toSpliced(i, 1, ...put).join('\n'));
  });
  const said = files.flatMap(saidOf);
  t.ok(said.length > 500, `${said.length} sentences of ${files.length} files`);
  t.same(unknownOf(said), []);
});

/** What the table of the standard says of its keys. */
function wordsOf(shape: Shape): string[] {
  if (shape.is === 'list') return wordsOf(shape.item);
  if (shape.is === 'languages') return wordsOf(shape.block);
  if (shape.is !== 'map') return [];
  const ofKey = ({ about, deprecated, note, shape: inner }: Key): string[] =>
    [about, deprecated, note].filter((text) => text !== undefined).concat(wordsOf(inner));
  return [...Object.values(shape.gone ?? {}), ...Object.values(shape.keys).flatMap(ofKey)];
}

t.test('every key of the standard is described in every language', async (t) => {
  const words = [...wordsOf(tableOf('0.7')), ...wordsOf(tableOf('1.0-rc'))];
  t.ok(words.length > 150);
  t.same(unknownOf(words), []);
});

const ROOT = new URL('../../', import.meta.url);
const HOLE = '\0';

interface Nested extends Schema {
  required?: string[];
  format?: string;
  anyOf?: { required?: string[] }[];
}

/** What a schema of a record says of a key that is missing, or whose value does not have its type or form. */
function hintsOf(schema: Nested, wanted = false, depth = 0): string[] {
  const at: Nested = resolved(schema);
  const { required = [], anyOf = [], properties = {}, items } = at;
  const own = [
    // The record itself is no value of a key: that it is a map is said before the schema is asked.
    wanted || (at.type && depth > 0) ? at.description : undefined,
    at.pattern || at.format ? (at.form ?? at.description) : undefined,
  ].filter((text) => text !== undefined);
  if (depth > 8) return own;
  const needed = new Set([...required, ...anyOf.flatMap((one) => one.required ?? [])]);
  const inner = Object.keys(properties).flatMap((key) => hintsOf(memberOf(at, key), needed.has(key), depth + 1));
  return [...own, ...inner, ...(items || at.additionalProperties ? hintsOf(memberOf(at, '0'), false, depth + 1) : [])];
}

t.test('what a record lacks, or does not have in its type or form, is described in every language', async (t) => {
  const hints = Object.values(RECORD_SCHEMAS).flatMap((schema) => hintsOf(schema));
  t.ok(new Set(hints).size > 270);
  t.same(unknownOf(hints), []);
});

/** Every text of a room's code. */
const textsOf = (room: string): string[] =>
  readdirSync(new URL(`src/${room}/`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => textsOfFile(`${room}/${file}`));

/** Every text of a file, with a hole for what is filled in, quoted or not. */
function textsOfFile(file: string): string[] {
  const texts: string[] = [];
  visit(parse(file, readFileSync(new URL(`src/${file}`, ROOT), 'utf8')), (node) => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE));
  });
  return texts.map(plain);
}

const plain = (text: string): string => text.replaceAll(`“${HOLE}”`, HOLE).replaceAll(`${HOLE}/${HOLE}`, HOLE);
const KNOWN = ENGLISH.map(([, text]) => plain(text.replace(/\{\w+\}/g, HOLE)));

/** Rooms whose judgements people see on pages. */
const JUDGES = 'records checking crawl registry net files governance maturity claims writers kernel'.split(' ');
/** And those that refuse what is asked over HTTP. */
const ROOMS = [...JUDGES, 'access', 'web/api', 'web/plugins', 'web/pages'];
const MANIFEST = textsOf('manifest');
/** Put together of several parts by the code. What the validator says of them is held above. */
const COMPOSED =
  /^(\0 is not (a|an) |the (name|stable identifier) of the body that|The record must be|Publish |Write \0 for the newest|It was made by)|^\0 .* \(\0\)\.$/;

t.test('no sentence is left over from code that no longer says it', async (t) => {
  const said = new Set([
    ...MANIFEST,
    ...ROOMS.flatMap(textsOf),
    ...Object.values(RECORD_SCHEMAS).flatMap((schema) => hintsOf(schema)),
  ]);
  t.same(
    KNOWN.filter((pattern) => !said.has(pattern) && !COMPOSED.test(pattern)),
    [],
  );
});

t.test('every sentence that the code of the validator holds is known, and whatever is told to everybody', async (t) => {
  const known = new Set([...KNOWN, ...textsOf('manifest/draft')]);
  const composed = [
    `${HOLE} is not ${HOLE}.`,
    `Write ${HOLE} for the newest${HOLE}.`,
    `Did you mean \`alias:${HOLE}\`?`,
  ];
  const shown = textsOfFile('records/public-problem.ts').filter((text) => /^[A-Z].* .*\.$/.test(text));
  const sentences = [...MANIFEST, ...shown].filter((text) => /^[A-Z`\0].* .*[.?]$/.test(text));
  t.ok(sentences.length > 200);
  t.same(
    sentences.filter((text) => !known.has(text) && !composed.includes(text)),
    [],
  );
});

/** Said to operators alone: on the command line, at the start, in reports of `verify`; and what describes the doors. */
const TO_OPERATORS =
  /^(registry\/(verify|hand-over-acts|mirror[.-](?!ed)|past\/past-store)|writers\/(change|issuers)|governance\/read-report|kernel\/(errors|limits)|crawl\/(catalogue-git|folder)\.|files\/|web\/(api\/openapi|plugins\/(peer-)?metrics))/;
const DESCRIBES = /^(description|summary|help|title|details|about|what|when)$/;

/** Sentences of a file that refuse or judge; of the doors those that are thrown. */
function refusalsOf(file: string): string[] {
  const texts: string[] = [];
  visit(parse(file, readFileSync(new URL(`src/${file}`, ROOT), 'utf8')), (node) => {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE);
    if (/^[A-Z“`\0].* .*[.?]$/.test(text) && refuses(node, file.startsWith('web/'))) texts.push(plain(text));
  });
  return texts;
}

function refuses(node: ts.Node, thrown: boolean): boolean {
  for (let at = node.parent; at !== undefined && !ts.isStatement(at); at = at.parent) {
    if (ts.isPropertyAssignment(at) && DESCRIBES.test(at.name.getText())) return false;
    if (ts.isNewExpression(at))
      return at.expression.getText() === 'CodedError' && at.arguments?.[0]?.getText() !== "'invalid-configuration'";
    if (thrown && ts.isCallExpression(at) && at.expression.getText() === 'wrong') return true;
  }
  return !thrown;
}

t.test('whatever is refused or judged on pages and over HTTP is known in every language', async (t) => {
  const danish = Object.values(TABLES.da).map((text) => plain(text.replace(/\{\w+\}/g, HOLE)));
  const known = new Set([...KNOWN, ...danish]);
  const files = ROOMS.flatMap((room) =>
    readdirSync(new URL(`src/${room}/`, ROOT), { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`),
  ).filter((file) => /(?<!\.gen)\.tsx?$/.test(file) && !TO_OPERATORS.test(file));
  const said = files.flatMap((file) => refusalsOf(file).map((text) => `${file}: ${text}`));
  t.ok(said.length > 250, `${said.length} sentences`);
  t.same(
    said.filter((text) => {
      const sentence = text.slice(text.indexOf(': ') + 2);
      return !known.has(sentence) && !COMPOSED.test(sentence);
    }),
    [],
  );
});

/** What the description of the API says of its tags, endpoints and parameters. */
function wordsOfApi(): string[] {
  const api = JSON.parse(readFileSync(new URL('schemas/openapi.json', ROOT), 'utf8')) as OpenApiDoc;
  const operations = endpoints(api).flatMap(({ operation: { summary, description, parameters = [] } }) => [
    summary,
    description,
    ...parameters.map((parameter) => parameter.description),
  ]);
  return [...(api.tags ?? []).map(({ description }) => description), ...operations].filter(
    (text) => text !== undefined,
  );
}

/** What is said of each metric where it is made. */
function wordsOfMetrics(): string[] {
  const code = ['metrics', 'peer-metrics'].map((file) =>
    readFileSync(new URL(`src/web/plugins/${file}.ts`, ROOT), 'utf8'),
  );
  return [...code.join('\n').matchAll(/help:\s*'([^']+)'/g)].map(([, help = '']) => help);
}

/** Everything that the reference explains in words of the program. */
function wordsOfReference(): string[] {
  const commands = COMMANDS.flatMap(({ summary, details = [], options, exits }) => [
    summary,
    ...details,
    ...options.map(({ description }) => description),
    ...exits.map(({ when }) => when),
  ]);
  const settings = configurationKeys().map(({ description }) => description);
  return [...commands, ...settings, ...Object.values(ERRORS), ...wordsOfApi(), ...wordsOfMetrics()];
}

t.test('whatever the reference explains is said in every language, and nothing else', async (t) => {
  const said = new Set(wordsOfReference());
  t.ok(said.size > 650, `${said.size} texts`);
  t.same(unknownOf(said), []);
  const explained = Object.entries(TABLES.en).filter(([key]) => /^(setting|command|endpoint|metric)\./.test(key));
  // What stands in the hole of a text is said by itself.
  const patterns = explained.filter(([, text]) => text.includes('{'));
  for (const [, text] of patterns) {
    const [before = '', after = ''] = text.split(/\{\w+\}/);
    const made = [...said].filter((one) => one !== text && one.startsWith(before) && one.endsWith(after));
    if (made.length > 1) said.add(text);
    for (const one of made) said.add(one.slice(before.length, one.length - after.length));
  }
  t.same(
    explained.filter(([, text]) => !said.has(text)),
    [],
    'no text is left of what the program no longer says, and no pattern that says one thing alone',
  );
  // What is typed is the same in every language.
  const typed = (text: string): string[] =>
    [...new Set(text.match(/`[^`]+`|--[a-z][a-z-]+|\bALMINDING_[A-Z_]+/g))].sort();
  for (const lang of OTHERS)
    t.same(
      explained.filter(
        ([key, text]) => !isDeepStrictEqual(typed(TABLES[lang][key as keyof typeof TABLES.en]), typed(text)),
      ),
      [],
      lang,
    );
});

t.test('words that a sentence quotes stay as they are, whatever they are', async (t) => {
  const words = ['a list', 'The file holds nothing.', '” is not a date.', '{key}', '', '`x`', 'x” y “z', '$& $1', '\\'];
  for (const word of words) {
    t.equal(sentenceIn('da', `“${word}” is not a type of software.`), `»${word}« er ikke en type software.`);
    t.equal(sentenceIn('da', `The key \`${word}\` stands twice in this section.`)?.includes(word), true, word);
  }
});

t.test('what no pattern made is not taken for something else', async (t) => {
  const strange = [
    'Write nothing but this.',
    'Write .',
    '',
    'x',
    '“x” is not',
    'It has an answer (so), but',
    'Add `x`',
  ];
  for (const text of strange) t.equal(sentenceIn('de', text), undefined, text);
  t.equal(sentenceIn('de', `“${'x'.repeat(30_000)}” is not a date.`), undefined);
  t.equal(sentenceIn('en', 'Anything.'), 'Anything.');
});

t.test('a sentence that quotes another one is said whole in the language, or not at all', async (t) => {
  const outer = 'YAML 1.2 allows this (section 5.5). The reference validator says: ';
  t.equal(
    sentenceIn('da', `${outer}A tab is used as indentation.`),
    'YAML 1.2 tillader dette (afsnit 5.5). Referencevalidatoren siger: Der er brugt tabulator til indrykning.',
  );
  t.equal(sentenceIn('da', `${outer}Something new.`), undefined);
  t.equal(sentenceIn('da', outer.repeat(50)), undefined);
});

t.test('of a problem only the words change', async (t) => {
  const problem = {
    rule: 'enum',
    key: 'x',
    line: 3,
    message: '“y” is not a type of software.',
    hint: 'Did you mean `z`?',
  };
  t.same(problemIn('da', problem), {
    ...problem,
    message: '»y« er ikke en type software.',
    hint: 'Mente du `z`?',
  });
  t.equal(problemIn('en', problem), problem);
});

t.test('a full list of problems is said within a few milliseconds of work', async (t) => {
  const texts = Array.from(
    { length: 600 },
    (_, i) => `“${'word '.repeat(i % 12)}${i}” is not a licence of the SPDX list.`,
  );
  for (const text of texts) sentenceIn('da', text);
  const start = process.cpuUsage();
  for (const text of texts) sentenceIn('da', text);
  const { user } = process.cpuUsage(start);
  t.ok(user < 20_000, `${user / 1000} ms`);
});
