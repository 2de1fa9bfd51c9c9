import fc from 'fast-check';
import t from 'tap';
import { COMPATIBILITY_REASONS, compatible } from '../../src/licence/compatible.ts';
import { type Expression, readExpression } from '../../src/licence/expression.ts';
import { EUPL_12_APPENDIX, NETWORK, PERMISSIVE, STRONG, WEAK } from '../../src/licence/lists.ts';

const read = (text: string): Expression => readExpression(text) as Expression;

/** from, into, answer, reason */
const CASES = `
MIT | MIT | yes | same
MIT | GPL-2.0-only | yes | gpl-compatible
MIT | EUPL-1.2 | yes | permissive
MIT | Zlib | yes | permissive
MIT | MPL-2.0 | yes | permissive
MIT | BUSL-1.1 | yes | permissive
MIT | LicenseRef-own | unknown | not-judged
MIT | QPL-1.0 | unknown | not-judged
Apache-2.0 | GPL-2.0-only | no | needs-gpl-3
Apache-2.0 | GPL-3.0-or-later | yes | gpl-compatible
Apache-2.0 | AGPL-3.0-only | yes | gpl-compatible
Apache-1.1 | Apache-2.0 | yes | permissive
Apache-2.0 | Apache-1.1 | yes | permissive
BSD-4-Clause | GPL-3.0-only | no | gpl-incompatible
PostgreSQL | GPL-3.0-only | unknown | not-judged
MPL-2.0 | GPL-2.0-or-later | yes | secondary-licence
MPL-2.0 | GPL-1.0-only | no | own-terms
MPL-2.0-no-copyleft-exception | GPL-3.0-only | no | gpl-incompatible
MPL-2.0 | MIT | yes | files-stay
MPL-2.0 | LicenseRef-own | unknown | not-judged
MPL-1.1 | MPL-2.0 | unknown | by-notice
MPL-1.1+ | MPL-2.0 | yes | later-version
MPL-2.0 | MPL-1.1 | no | own-terms
MPL-2.0 | MPL-2.0+ | unknown | by-notice
MPL-2.0+ | MPL-2.0 | yes | same
EPL-2.0 | GPL-2.0-only | unknown | by-notice
EPL-1.0 | GPL-2.0-only | no | gpl-incompatible
LGPL-2.1-only | GPL-2.0-only | yes | to-gpl
LGPL-2.1-only | GPL-3.0-only | yes | to-gpl
LGPL-2.1-only | AGPL-1.0-only | no | own-terms
LGPL-3.0-only | GPL-2.0-only | no | own-terms
LGPL-3.0-only | GPL-3.0-only | yes | to-gpl
LGPL-3.0-only | GPL-3.0-or-later | no | only-this-version
LGPL-2.1-only | LGPL-3.0-only | no | only-this-version
LGPL-2.1-or-later | LGPL-3.0-only | yes | later-version
GPL-2.0-only | GPL-2.0-or-later | no | only-this-version
GPL-2.0-or-later | GPL-2.0-only | yes | same
GPL-2.0-only | GPL-3.0-only | no | only-this-version
GPL-2.0-or-later | GPL-3.0-only | yes | later-version
GPL-3.0-only | GPL-2.0-or-later | no | own-terms
GPL-2.0-only | AGPL-3.0-only | no | only-this-version
GPL-2.0-or-later | AGPL-3.0-only | yes | section-13
GPL-3.0-only | AGPL-3.0-or-later | yes | section-13
GPL-3.0-only | AGPL-1.0-only | no | own-terms
AGPL-3.0-only | GPL-3.0-only | no | own-terms
GPL-3.0-only | LGPL-3.0-only | no | own-terms
GPL-3.0-only | EUPL-1.2 | no | own-terms
GPL-2.0-only WITH Classpath-exception-2.0 | Apache-2.0 | yes | linking-exception
GPL-2.0-only WITH 389-exception | Apache-2.0 | unknown | not-judged
EUPL-1.2 | GPL-3.0-only | yes | eupl-appendix
EUPL-1.2 | MPL-2.0 | yes | eupl-appendix
EUPL-1.2 | MIT | no | own-terms
EUPL-1.1 | GPL-2.0-only | yes | eupl-appendix
EUPL-1.1 | GPL-3.0-only | no | own-terms
EUPL-1.1 | EUPL-1.2 | unknown | by-notice
CECILL-2.1 | EUPL-1.2 | yes | cecill-clause
CECILL-2.1 | AGPL-3.0-only | yes | cecill-clause
CECILL-2.0 | GPL-2.0-only | yes | cecill-clause
CECILL-2.0 | EUPL-1.2 | no | own-terms
CC-BY-SA-4.0 | GPL-3.0-only | yes | cc-to-gpl-3
BUSL-1.1 | MIT | no | not-open
LicenseRef-own | MIT | unknown | not-judged
MIT OR GPL-3.0-only | Apache-2.0 | yes | one-of-choice
GPL-2.0-only OR AGPL-3.0-only | MIT | no | none-of-choice
GPL-2.0-only OR LicenseRef-own | MIT | unknown | none-of-choice
MIT AND GPL-3.0-only | GPL-3.0-only | yes | each-part
MIT AND GPL-3.0-only | MIT | no | some-part
MIT AND LicenseRef-own | MIT | unknown | some-part
Apache-2.0 | GPL-2.0-only OR GPL-3.0-only | no | some-part
MIT | GPL-2.0-only OR GPL-3.0-only | yes | each-part
EUPL-1.2+ | EUPL-1.2 | yes | same
EUPL-1.2 | EUPL-1.1 | yes | eupl-appendix
GPL-3.0-only | GPL-3.0-only AND MIT | yes | one-of-choice
`;

t.test('Compatibility is answered with its reason', async (t) => {
  for (const line of CASES.trim().split('\n')) {
    const [from = '', into = '', answer, reason] = line.split(' | ');
    const { parts, ...found } = compatible(read(from), read(into));
    t.same(found, { answer, reason }, `${from} into ${into}`);
    t.equal(parts !== undefined, reason?.endsWith('-part') || reason?.endsWith('-choice'));
  }
});

t.test('A work under the EUPL 1.2 may go into every licence of its appendix', async (t) => {
  for (const into of EUPL_12_APPENDIX) t.equal(compatible(read('EUPL-1.2'), read(into)).answer, 'yes', into);
});

const id = fc.constantFrom(
  ...PERMISSIVE,
  ...WEAK,
  ...STRONG,
  ...NETWORK,
  'BUSL-1.1',
  'LicenseRef-own',
  'MPL-1.1+',
  'GPL-2.0',
);
const any = fc.oneof(
  id,
  fc.tuple(id, fc.constantFrom('AND', 'OR'), id).map((parts) => parts.join(' ')),
  fc.tuple(id, id, id).map(([a, b, c]) => `${a} OR (${b} AND ${c})`),
);

t.test('Whatever is asked, a licence fits itself and each answer has a reason, the same each time', async (t) => {
  fc.assert(
    fc.property(any, any, (a, b) => {
      t.equal(compatible(read(a), read(a)).answer, 'yes', a);
      const found = compatible(read(a), read(b));
      t.ok(found.reason in COMPATIBILITY_REASONS);
      t.same(compatible(read(a), read(b)), found);
    }),
    { numRuns: 500 },
  );
});
