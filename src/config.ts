import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../schemas/config.schema.json' with { type: 'json' };
import { parseColour } from './kernel/contrast.ts';
import { CodedError, type Problem } from './kernel/errors.ts';
import { nearest } from './kernel/nearest.ts';
import type { Config } from './schemas.gen.ts';

/** What the operator has set, with the defaults of the schema in all other places. */
export type Configuration = Required<Config>;

/** The folder of the operator's own catalogue, absolute: the named one, else one in the folder of the data. */
export const catalogueFolder = ({ data, catalogue }: Pick<Configuration, 'data' | 'catalogue'>): string =>
  catalogue === '' ? join(resolve(data), 'catalogue') : resolve(catalogue);

/** What was found, before anything was judged. */
export interface RawConfig {
  values: RawValue[];
  /** What could not even be read, such as a file that is no JSON. */
  problems: Problem[];
}

interface RawValue {
  /** Key of the schema; another word where the schema has no such key. */
  key: string;
  value: unknown;
  /** Where it was found, as the operator knows it: `ALMINDING_PORT`, or `port in settings.json`. */
  place: string;
}

interface KeySchema {
  type?: string;
  enum?: string[];
  default: string | number | boolean;
  description: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

const PREFIX = 'ALMINDING_';
/** Names the configuration file; the only name that is no key. */
const FILE = 'ALMINDING_CONFIG';
const FILE_BYTES = 64 * 1024;
const TOKEN_LENGTH = 16;
/** What no message may show. */
const SECRETS: ReadonlySet<string> = new Set(['token', 'forgeTokens', 'hookSecrets']);
const SHOWN = 60;
const properties = schema.properties as Record<string, KeySchema>;

/** `builtIn` is `ALMINDING_BUILT_IN`. */
const variableOf = (key: string): string => PREFIX + key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

const byVariable = new Map(Object.keys(properties).map((key) => [variableOf(key), key]));

/** A line of the documentation: `alminding serve --help` and the reference are made of these. */
export interface ConfigKey {
  key: string;
  variable: string;
  /** The default as one would write it; `''` for none. */
  default: string;
  /** What is allowed, as the end of a sentence that begins with "It must be". */
  allowed: string;
  description: string;
}

/** Every key of the configuration, in the order of the schema; the last one is the file that holds the others. */
export function describeConfig(): ConfigKey[] {
  const keys = Object.entries(properties).map(([key, property]) => ({
    key,
    variable: variableOf(key),
    default: String(property.default),
    allowed: allowed(property),
    description: property.description,
  }));
  const description = 'JSON file with any of the keys. What is set in the environment wins.';
  return [...keys, { key: 'config', variable: FILE, default: '', allowed: 'the path of a JSON file', description }];
}

/**
 * Collects what the environment and the file named by `ALMINDING_CONFIG` hold. An empty variable counts as not set, as
 * container tools cannot leave one out. Never throws: what cannot be read becomes a problem.
 */
export function readEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
  readFile: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): RawConfig {
  const raw: RawConfig = { values: [], problems: [] };
  const file = env[FILE];
  if (file !== undefined && file !== '') readConfigFile(file, readFile, raw);
  for (const name of Object.keys(env).sort()) {
    const value = env[name];
    if (!name.startsWith(PREFIX) || name === FILE || value === undefined || value === '') continue;
    const key = byVariable.get(name);
    raw.values.push({ key: key ?? name, value: key === undefined ? value : fromText(key, value), place: name });
  }
  return raw;
}

function readConfigFile(file: string, readFile: (file: string) => string, raw: RawConfig): void {
  const content = parseConfigFile(file, readFile);
  if (typeof content === 'string') {
    raw.problems.push({ rule: 'config-file', severity: 'error', pointer: '', message: `${FILE}: ${content}` });
    return;
  }
  for (const [key, value] of Object.entries(content)) raw.values.push({ key, value, place: `${key} in ${file}` });
}

/** The object in the file, or why there is none. The parser's own words would quote the file, and so perhaps the token. */
function parseConfigFile(file: string, readFile: (file: string) => string): object | string {
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    return `the file cannot be read (${error instanceof Error ? error.message : error}).`;
  }
  if (text.length > FILE_BYTES) return `${file} is larger than ${FILE_BYTES} bytes.`;
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch {
    return `${file} is not well-formed JSON.`;
  }
  return `${file} must hold one JSON object with the keys of the configuration.`;
}

/** Variables are text: a number or a yes-or-no is read from it, and what is neither stays text for the check to refuse. */
function fromText(key: string, text: string): unknown {
  const type = properties[key]?.type;
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const ajv = new Ajv2020({ useDefaults: true, allErrors: true, meta: false, validateSchema: false });
let check: ReturnType<typeof ajv.compile<Configuration>> | undefined;

/**
 * The configuration with all its defaults. Pure. Throws `invalid-configuration` with a problem for every name that does
 * not exist and every value that cannot be used; the token's value is in none of them.
 */
export function toConfig(raw: RawConfig): Configuration {
  const problems = [...raw.problems];
  const config: Record<string, unknown> = {};
  const places = new Map<string, string>();
  for (const { key, value, place } of raw.values) {
    if (!Object.hasOwn(properties, key)) {
      problems.push(unknownName(key, place));
      continue;
    }
    config[key] = value;
    places.set(key, place);
  }
  check ??= ajv.compile<Configuration>(schema);
  if (!check(config)) problems.push(...wrongValues(check.errors ?? [], config, places));
  problems.push(...furtherRules(config as Partial<Configuration>, places));
  if (problems.length > 0) {
    const detail = problems.map((problem) => problem.message).join(' ');
    throw new CodedError('invalid-configuration', detail, { problems });
  }
  return config as unknown as Configuration;
}

function unknownName(key: string, place: string): Problem {
  const names = place === key ? byVariable.keys() : Object.keys(properties);
  const meant = nearest(key, names);
  const message = `${place} is no setting of this program.`;
  const hint = meant === undefined ? 'All settings are in `alminding serve --help`.' : `Did you mean ${meant}?`;
  return { rule: 'unknown-setting', severity: 'error', pointer: `/${key}`, message, hint };
}

function wrongValues(errors: ErrorObject[], config: Record<string, unknown>, places: Map<string, string>): Problem[] {
  const keys = new Set(errors.map((error) => error.instancePath.split('/')[1] ?? ''));
  return [...keys].map((key) => wrongValue(key, config[key], places, allowed(properties[key] as KeySchema)));
}

function wrongValue(key: string, value: unknown, places: Map<string, string>, must: string): Problem {
  const text = JSON.stringify(value) ?? '';
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  const what = SECRETS.has(key) ? 'has a value that cannot be used' : `is ${shown}`;
  const message = `${places.get(key) ?? key} ${what}: it must be ${must}.`;
  return { rule: 'setting', severity: 'error', pointer: `/${key}`, message };
}

/** What a schema cannot say, or not in words that help. Only of values of the right type. */
function furtherRules(config: Partial<Configuration>, places: Map<string, string>): Problem[] {
  return TEXT_RULES.filter(([key, fits]) => typeof config[key] === 'string' && !fits(config[key])).map(
    ([key, , must]) => wrongValue(key, config[key], places, must),
  );
}

type TextKey =
  | 'token'
  | 'url'
  | 'trustProxy'
  | 'netExceptions'
  | 'forges'
  | 'forgeTokens'
  | 'hookSecrets'
  | 'colour'
  | 'darkColour'
  | 'contact'
  | 'enforcement'
  | 'data'
  | 'host';

const TEXT_RULES: readonly [TextKey, (text: string) => boolean, string][] = [
  ['token', (text) => text === '' || isToken(text), `at least ${TOKEN_LENGTH} characters of ASCII without spaces`],
  [
    'url',
    (text) => text === '' || isPublicAddress(text),
    'an http or https address without user, query, fragment or a slash at the end',
  ],
  [
    'trustProxy',
    (text) => text.split(',').every(isRangeOrNothing),
    'IP addresses or ranges such as 10.0.0.0/8, separated by commas',
  ],
  [
    'netExceptions',
    (text) => text.split(/[\s,]+/).every(isExceptionOrNothing),
    'exceptions such as http://peer-b.local:4011=127.0.0.0/8, separated by commas',
  ],
  [
    'forges',
    (text) => isByHost(text, /^(github|gitlab|forgejo|git)$/),
    'hosts with github, gitlab, forgejo or git, such as git.example.org=gitlab',
  ],
  [
    'forgeTokens',
    (text) => isByHost(text, /^[\x21-\x7e]+$/),
    'hosts with tokens, such as github.com=TOKEN, separated by commas',
  ],
  [
    'hookSecrets',
    (text) => isByHost(text, /^[\x21-\x7e]{16,}$/) && isByHost(text, /./, /^(github|gitlab|forgejo)=/),
    'github, gitlab or forgejo with a secret of at least 16 characters, such as github=SECRET, separated by commas',
  ],
  ['colour', isColourOrNothing, 'a colour such as #0d7a5f'],
  ['darkColour', isColourOrNothing, 'a colour such as #8dafa4'],
  ['contact', isContactOrNothing, 'a role mailbox such as catalogue@example.org, or an https address'],
  ['enforcement', (text) => text === '' || isHttps(text), 'an https address'],
  ['data', (text) => text.trim() !== '' && !text.includes('\0'), 'the path of a folder'],
  ['host', (text) => /^[A-Za-z0-9_.:%-]+$/.test(text), 'an IP address or the name of this machine'],
];

function isColourOrNothing(text: string): boolean {
  return text === '' || parseColour(text) !== null;
}

function isContactOrNothing(text: string): boolean {
  return text === '' || isHttps(text) || /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(text);
}

function isHttps(text: string): boolean {
  return /^https:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text);
}

const isToken = (token: string): boolean => token.length >= TOKEN_LENGTH && /^[\x21-\x7e]+$/.test(token);

function isPublicAddress(text: string): boolean {
  if (!URL.canParse(text) || !/^https?:\/\/[^\s?#@\\]+[^\s?#@\\/]$/.test(text)) return false;
  return new URL(text).host !== '';
}

function isRangeOrNothing(part: string): boolean {
  const text = part.trim();
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (text === '') return true;
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** `host=value`, separated by commas. */
const isByHost = (text: string, value: RegExp, name = /^[A-Za-z0-9.:[\]-]+=/): boolean =>
  text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .every((part) => name.test(part) && value.test(part.slice(part.indexOf('=') + 1)));

/** `scheme://host:port=range`, as the room `net` reads it. */
function isExceptionOrNothing(part: string): boolean {
  if (part === '') return true;
  const [, origin = '', range = ''] = /^(https?:\/\/[^/?#@=]+:\d{1,5})=([^=]+)$/.exec(part) ?? [];
  return range.includes('/') && isRangeOrNothing(range) && URL.canParse(origin) && !/:0+$/.test(origin);
}

function allowed({ type, enum: words, minimum, maximum, maxLength }: KeySchema): string {
  if (words !== undefined) return `one of ${words.join(', ')}`;
  if (type === 'integer') return `a whole number from ${minimum ?? 0} to ${maximum ?? Number.MAX_SAFE_INTEGER}`;
  if (type === 'boolean') return 'true or false';
  return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
}

/** What a run of CI finds around it, to prove who it is and to tell what it found. */
export interface CiEnvironment {
  /** A token that the operator of the catalogue made. */
  token: string | null;
  /** A proof that CI made for this run (GitLab). */
  idToken: string | null;
  /** Where to ask for one (GitHub and Forgejo). */
  request: { url: string; token: string } | null;
  /** Whether annotations in the form of GitHub's workflow commands are read. */
  annotations: boolean;
  /** Where a summary in Markdown is shown. */
  summary: string | null;
}

/** Reads what CI says of itself. The names are GitHub's, which Forgejo shares; the first two are given in the job. */
export function readCi(env: Readonly<Record<string, string | undefined>> = process.env): CiEnvironment {
  // A secret that was pasted often ends with a line break.
  const of = (name: string): string | null => env[name]?.trim() || null;
  const [url, token] = [of('ACTIONS_ID_TOKEN_REQUEST_URL'), of('ACTIONS_ID_TOKEN_REQUEST_TOKEN')];
  return {
    token: of('CATALOGUE_TOKEN'),
    idToken: of('CATALOGUE_ID_TOKEN'),
    request: url !== null && token !== null ? { url, token } : null,
    annotations: of('GITHUB_ACTIONS') === 'true',
    summary: of('GITHUB_STEP_SUMMARY'),
  };
}
