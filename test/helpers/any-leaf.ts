import fc from 'fast-check';
import { type Leaf, REASONS } from '../../src/journal/leaf.ts';

const count = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1));
const word = (letters: string, max: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: max });
const lower = 'abcxyz0189';

const slug = word(`${lower}.-_`, 100).map((text) => `s${text.replace(/\.{2,}/g, '.')}`.slice(0, 100));
const entryId = fc.tuple(fc.constantFrom('software', 'organisation', 'x-1', 'controls'), slug).map((p) => p.join('/'));
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `sha256:${Buffer.from(bytes).toString('base64url')}`);
const part = word(`${lower}!#$&^_.+-`, 126).map((text) => `a${text}`);
const mediaType = fc.oneof(
  fc.constant('application/vnd.alminding.software+json'),
  fc.tuple(part, part).map((parts) => parts.join('/')),
);
const facet = fc.oneof(
  fc.constantFrom('dk', 'software', 'document-management', 'net:os2'),
  word(`${lower}._:-`, 127).map((text) => `f${text}`),
);
const facets = fc.uniqueArray(facet, { maxLength: 8 });
const common = { v: fc.constant(1 as const), ts: count, p: fc.oneof(fc.constant(-1), count) };
const body = { d: digest, n: count, m: mediaType };

/** Any leaf that can be encoded. */
export const anyLeaf: fc.Arbitrary<Leaf> = fc
  .oneof(
    fc.record({ ...common, ...body, op: fc.constant('put' as const), id: entryId, f: facets }),
    fc.record({ ...common, op: fc.constant('del' as const), id: entryId, r: fc.constantFrom(...REASONS) }),
    fc.record({ ...common, op: fc.constant('erase' as const), id: entryId }),
    fc.record({ ...common, op: fc.constant('erase' as const), id: entryId, d: digest }),
    fc.record({ ...common, ...body, op: fc.constant('move' as const), id: entryId }),
    fc.record({ ...common, ...body, op: fc.constant('key' as const), id: fc.constant('control/key') }),
    fc.record({ ...common, ...body, op: fc.constant('pin' as const), id: hex.map((h) => `control/pin/${h}`) }),
    fc.record({ ...common, ...body, op: fc.constant('label' as const), id: hex.map((h) => `control/label/${h}`) }),
    fc.record({ ...common, op: fc.constant('beat' as const), id: fc.constant('control/beat') }),
  )
  // fast-check makes objects without a prototype, JSON.parse does not.
  .map((leaf) => ({ ...leaf }));
