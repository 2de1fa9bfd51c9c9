import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import t from 'tap';
import { stringify } from 'yaml';
import { manifestSchema } from '../../scripts/lib/manifest-schema.ts';
import { check } from '../../src/manifest/check.ts';
import { openApp } from '../helpers/open-app.ts';

type Json = Record<string, unknown>;

const ajv = new Ajv2020({ allowUnionTypes: true, strict: true, strictRequired: false });
const bySchema = { '0.7': ajv.compile(manifestSchema('0.7')), '1.0-rc': ajv.compile(manifestSchema('1.0-rc')) };

const whole = (version: string): Json => ({
  publiccodeYmlVersion: version,
  name: 'Agenda',
  url: 'https://forge.example/town/agenda',
  platforms: ['web'],
  developmentStatus: 'stable',
  softwareType: 'standalone/web',
  categories: ['document-management'],
  releaseDate: '2026-01-31',
  logo: 'logo.svg',
  isBasedOn: 'https://forge.example/other/agenda',
  organisation: { uri: 'https://town.example', name: 'Town' },
  usedBy: ['Town'],
  supports: [{ id: 'alias:gdpr' }],
  intendedAudience: { scope: ['education'], countries: ['DK'] },
  description: {
    en: {
      shortDescription: 'Keeps agendas.',
      longDescription: 'x'.repeat(160),
      features: ['Agendas'],
      screenshots: ['one.png'],
      documentation: 'https://town.example/docs',
    },
  },
  legal: { license: 'EUPL-1.2' },
  maintenance: { type: 'internal', contacts: [{ name: 'The team', email: 'team@town.example' }] },
  localisation: { localisationReady: true, availableLanguages: ['en', 'da'] },
  dependsOn: { open: [{ name: 'PostgreSQL', versionMin: '14', optional: false }] },
});

/** Rules that a schema cannot say: what it accepts, they may still refuse. */
const BEYOND = new Set(
  'uri alias licence language email mime url web-address date video deprecated old-version too-short'.split(' '),
);

function agree(document: Json, standard: '0.7' | '1.0-rc'): string | null {
  const { valid, problems } = check(stringify(document, { lineWidth: 0 }), { standard });
  const accepts = bySchema[standard](document);
  if (valid && !accepts) return `refused by the schema alone: ${ajv.errorsText(bySchema[standard].errors)}`;
  const within = problems.filter(({ level, rule }) => level === 'error' && !BEYOND.has(rule));
  return accepts && within.length > 0 ? `accepted by the schema alone: ${JSON.stringify(within)}` : null;
}

t.test('a whole manifest is valid by rules and by schema, and so is one with as little as possible', async (t) => {
  for (const [standard, version] of [
    ['0.7', '0'],
    ['1.0-rc', '1'],
  ] as const) {
    t.equal(agree(whole(version), standard), null, standard);
    t.ok(bySchema[standard](whole(version)), standard);
  }
});

const VALUES: unknown[] = [
  ...[null, '', 'x', 'x'.repeat(200), 0, 1.5, true, [], [null], ['x'], [['x']], {}, { x: 1 }, [{}], [{ name: 'x' }]],
  ...['DK', 'dk', 'Dk', 'UK', 'web', 'stable', 'addon', 'contract', 'none', 'community', 'education', 'government'],
  ...['2026-01-31', '2026-13-01', 'https://a.example', 'ftp://a.example/x', '/logo.png', 'logo.png', 'file:x', 'a:b'],
  ...['0.7', '0', '1', 'en', 'e n', '+4533123456', [{ name: 'x', until: '2026-01-01' }], [{ uri: 'urn:a:b' }]],
];

/** Every place of a document, as keys from the root. */
const placesOf = (value: unknown, path: string[] = []): string[][] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))];

function changed(document: Json, path: string[], value: unknown): Json {
  const copy = structuredClone(document);
  let at: Json = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Json;
  const last = path.at(-1) as string;
  if (value === undefined && !Array.isArray(at)) delete at[last];
  else at[last] = value === undefined ? null : value;
  return copy;
}

t.test('rules and schema agree on every value at every place, as far as a schema can say it', async (t) => {
  for (const [standard, version] of [
    ['0.7', '0'],
    ['1.0-rc', '1'],
  ] as const) {
    const document = whole(version);
    const added = [
      'monochromeLogo',
      'fundedBy',
      'roadmap',
      'landingURL',
      'inputTypes',
      'IT',
      'unknown',
      'softwareVersion',
    ];
    const places = [...placesOf(document).filter((path) => path.length > 0), ...added.map((key) => [key])];
    const wrong: string[] = [];
    for (const path of places)
      for (const value of [undefined, ...VALUES]) {
        const found = agree(changed(document, path, value), standard);
        if (found) wrong.push(`${path.join('.')} = ${JSON.stringify(value)?.slice(0, 40)}: ${found.slice(0, 200)}`);
      }
    t.same(wrong.slice(0, 12), [], `${standard}: ${wrong.length} of ${places.length * (VALUES.length + 1)}`);
  }
});

t.test('rules and schema agree on several changes at once', async (t) => {
  const document = whole('0');
  const place = fc.constantFrom(...placesOf(document).filter((path) => path.length > 0 && path.length < 3));
  const change = fc.tuple(place, fc.constantFrom(undefined, ...VALUES));
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: 4 }), (changes) => {
      let made = document;
      for (const [path, value] of changes) {
        const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Json | null)?.[key], made);
        if (typeof parent === 'object' && parent !== null && !Array.isArray(parent)) made = changed(made, path, value);
      }
      return agree(made, '0.7') === null;
    }),
    { numRuns: 200, seed: 20261128 },
  );
  t.pass('200 manifests');
});

t.test('the schemas are served at the address that they name', async (t) => {
  const { app } = await openApp(t, { publicUrl: 'http://catalogue.test' });
  for (const name of ['publiccode.schema.json', 'publiccode-1.0-rc.schema.json']) {
    const answer = await app.inject(`/schemas/${name}`);
    t.equal(answer.statusCode, 200);
    t.equal(answer.headers['content-type'], 'application/schema+json');
    t.equal(answer.headers['access-control-allow-origin'], '*');
    t.equal(answer.json().$id, `http://catalogue.test/schemas/${name}`);
  }
});
