import texts from 'spdx-license-list/full.js';
import t from 'tap';
import { copyOf, groupOf } from '../../scripts/lib/licence-copies.ts';
import { compareText, fileWords } from '../../src/licence/compare-text.ts';
import { identifyText, laterByNotice, licenceTexts } from '../../src/licence/identify.ts';
import { toTemplate } from '../../src/licence/template.ts';

const approved = Object.entries(texts).filter(([, { osiApproved }]) => osiApproved);
const list = await licenceTexts();
const full = (id: string): string => texts[id]?.licenseText ?? '';

t.test(
  'Every text approved by OSI is known with lines, years, holders, quotes and points changed, and taken for no other',
  async (t) => {
    t.ok(approved.length > 140);
    for (const [i, [id, { licenseText }]] of approved.entries()) {
      const copy = copyOf(licenseText, { width: [0, 50, 72, 100_000][i % 4] as number, seed: i });
      t.same(identifyText(copy, list), { is: 'same', ids: groupOf(id) }, id);
    }
  },
);

t.test('What is most like an approved text and is none of them is taken for none of them', async (t) => {
  const near = [
    'SISSL-1.2',
    'MS-LPL',
    'BSD-Source-Code',
    'BSD-3-Clause-Clear',
    'JSON',
    'Sendmail',
    'X11',
    'MIT-feh',
    'SSPL-1.0',
  ];
  const known = new Set(approved.map(([id]) => id));
  for (const [seed, id] of near.entries())
    t.same(
      identifyText(copyOf(full(id), { width: 72, seed }), list).ids.filter((one) => known.has(one)),
      [],
      id,
    );
});

t.test('A text in which one word is missing or another is not that licence', async (t) => {
  for (const [i, [id, { licenseText }]] of approved.entries()) {
    const template = toTemplate(id, licenseText);
    const words = fileWords(licenseText).trim().split(' ');
    const longest = template.shortPieces
      .reduce((a, b) => (a.length >= b.length ? a : b))
      .trim()
      .split(' ');
    const inside = words.join(' ').indexOf(longest.join(' '));
    const at = words.join(' ').slice(0, inside).split(' ').length + (i % Math.max(1, longest.length - 4)) + 1;
    t.equal(compareText(` ${words.toSpliced(at, 1).join(' ')} `, template), null, `${id} with a word less`);
    t.equal(compareText(` ${words.toSpliced(at, 1, 'zebra').join(' ')} `, template), null, `${id} with another word`);
    t.equal(compareText(` ${words.toSpliced(at, 0, 'not').join(' ')} `, template), null, `${id} with a word more`);
  }
});

t.test('Titles, notices and the directions for use may be left out or added', async (t) => {
  const mit = full('MIT').replace('MIT License', '');
  t.same(identifyText(mit, list), { is: 'same', ids: ['MIT'] });
  t.same(
    identifyText(`Copyright 2001 A. Firm\nCopyright 2004 Another\n\nThe MIT License (MIT)\n${mit}`, list).is,
    'same',
  );
  const apache = full('Apache-2.0');
  t.same(identifyText(apache.slice(0, apache.indexOf('APPENDIX')), list), { is: 'same', ids: ['Apache-2.0'] });
  const gpl = full('GPL-2.0-only');
  const moved = gpl.replace(
    /51 Franklin Street, Fifth Floor, Boston, MA\s+02110-1301,?/g,
    '59 Temple Place, Suite 330, Boston, MA 02111-1307,',
  );
  t.same(identifyText(moved, list).ids, ['GPL-2.0-only', 'GPL-2.0-or-later']);
  t.same(identifyText(gpl.slice(0, gpl.indexOf('How to Apply')), list).is, 'same');
});

t.test('What is added to a licence is said, and never passed over', async (t) => {
  const more = `${full('MIT')}\n\nThe software must not be sold, nor used in products of competitors.`;
  t.same(identifyText(more, list), { is: 'with-additions', ids: ['MIT'] });
  const inside = full('MIT').replace('<copyright holders>', 'A Firm. It may not be used by others');
  t.equal(identifyText(inside, list).is, 'with-additions');
  const behind = `${full('Apache-2.0')}\nThe licence above does not grant the right to sell the software.`;
  t.same(identifyText(behind, list), { is: 'with-additions', ids: ['Apache-2.0'] });
  const clause = `${full('GPL-3.0-only')}\n${'further words '.repeat(60)}`;
  t.equal(identifyText(clause, list).is, 'with-additions');
});

t.test('What is no licence of the list is unknown', async (t) => {
  t.same(identifyText('', list), { is: 'unknown', ids: [] });
  t.same(identifyText('All rights reserved. Ask us.', list), { is: 'unknown', ids: [] });
  t.same(identifyText(full('MPL-2.0').slice(0, 4000), list), { is: 'unknown', ids: [] });
  const far = full('BSD-2-Clause').replace('2. Redistributions', `${'name '.repeat(300)} 2. Redistributions`);
  t.equal(identifyText(far, list).is, 'unknown');
  const gap = full('HPND').replaceAll('<copyright holder>', 'name '.repeat(300));
  t.equal(identifyText(gap, list).is, 'unknown', 'too much stands where a name belongs');
});

t.test('A notice tells "only" from "or later", and nothing else does', async (t) => {
  t.equal(laterByNotice('either version 2 of the License, or (at your option) any later version.'), 'or-later');
  t.equal(laterByNotice('under the terms of the GNU GPL, version 2 only.'), 'only');
  t.equal(laterByNotice('GPL version 2.0 only'), 'only');
  t.equal(laterByNotice('This is under the GPL version 2.'), 'unknown');
});

t.test('A text without a title, of short lines or without words is made ready too', async (t) => {
  t.same(toTemplate('x', '').pieces, []);
  t.same(toTemplate('x', 'one\ntwo').head, '');
  t.equal(compareText(' some words ', { ...toTemplate('x', 'a b'), pieces: [], shortPieces: [] }), null);
  const open = toTemplate('x', `${'word '.repeat(20)}\nCopyright 2001 A Firm`);
  t.equal(open.pieces.length, 1);
  t.match(compareText(fileWords('word '.repeat(20)), open), { additions: false });
  const long = toTemplate('x', `Copyright 2001 A Firm and others ${'word '.repeat(60)}`);
  t.same(long.pieces, []);
});
