import fc from 'fast-check';
import t from 'tap';
import { Random } from '../../scripts/lib/grow/random.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { planSearch } from '../../src/search/plan.ts';
import { readQuery } from '../../src/search/read-query.ts';
import { holds } from '../helpers/holds.ts';
import { type Text, World, worldOf } from './world.ts';

t.test('Every spelling of a letter finds the word, the exact one first', async (t) => {
  const world = worldOf([['summary', 'da', 'møde']], [['summary', 'en', 'mode']], [['summary', 'de', 'Müll']]);
  t.same(world.find('møde '), [1, 2]);
  t.same(world.find('mode ', 'none', 'fr'), [2, 1]);
  t.same(world.find('moede '), [1]);
  t.same(world.find('muell '), [3]);
  t.same(world.find('MULL '), [3]);
});

t.test('Words are found in every form of nine languages', async (t) => {
  const pairs: [Text[1], string, string][] = [
    ['da', 'ansøgninger', 'ansøgning'],
    ['sv', 'kommunens', 'kommuner'],
    ['nl', 'vergunningen', 'vergunning'],
    ['de', 'Genehmigungen', 'Genehmigung'],
    ['fr', 'délibérations', 'délibération'],
    ['it', 'prenotazioni', 'prenotazione'],
    ['es', 'reuniones', 'reunión'],
    ['pt', 'licenças', 'licença'],
    ['en', 'policies', 'policy'],
  ];
  for (const [lang, held, asked] of pairs) {
    t.same(worldOf([['summary', lang, held]]).find(`${asked} `), [1], asked);
    t.same(worldOf([['summary', lang, asked]]).find(`${held} `), [1], held);
  }
  t.same(worldOf([['name', '', 'ansøgninger']]).find('ansøgning ', 'none'), [], 'each word by its own language');
});

t.test('A slip of the keyboard finds what was meant, and says so', async (t) => {
  const world = worldOf([['name', '', 'valghalla']], [['name', '', 'kitos']], [['long', 'en', 'poll']]);
  t.same(world.find('valghala '), [1]);
  t.equal(world.plan('valghala ').terms[0]?.corrected, 'valghalla');
  t.same(world.find('vlaghalla '), [1]);
  t.same(world.find('kitso '), [2]);
  t.same(world.find('kits '), [2]);
  t.same(world.find('itos '), [], 'of four letters the first one stands');
  t.same(world.find('kts '), [], 'a short word is no slip');
  t.same(world.find('k1t05 '), [], 'a code neither');
  t.same(world.find('mødestyrring ', 'unknown', 'da'), []);
  t.equal(world.plan('mødestyrring ').terms[0]?.corrected, 'mødestyring', 'words of tasks are known words');
});

t.test('What words mean is found in whichever language, with any words beside', async (t) => {
  const world = worldOf(
    [
      ['name', '', 'PloneMeeting'],
      ['task', '', 'task/meeting-management'],
    ],
    [['label', '', 'category/document-management']],
    [['name', '', 'gestion']],
  );
  for (const text of [
    'mødestyring',
    'gestion des réunions',
    'Sitzungsdienst',
    'gestione delle sedute',
    'vergaderbeheer',
    'meeting management',
    'management of meetings',
    'software for meeting management',
    'mødesty',
  ])
    t.equal(world.find(text)[0], 1, text);
  t.same(world.find('dokumenthåndtering'), [2]);
  t.same(world.find('gestion des réunions plonemeeting'), [1]);
});

t.test('In a sentence a short word that nobody has is a word, alone it is a slip', async (t) => {
  const world = new World();
  world.put(1, ['name', '', 'Høje-Taastrup']);
  world.put(2, ['name', '', 'Report it'], ['task', '', 'task/problem-reporting']);
  t.same(world.find('hoje'), [1]);
  t.same(world.find('hjøe '), [1], 'two letters changed about');
  t.equal(world.find('hole in the road')[0], 2, 'not a municipality whose name is alike');
  t.equal(world.plan('hole in the road').terms[0]?.corrected, null);
  t.same(world.find('the taastrop of zealand ')[0], -1, 'a long one may still be a slip');
});

t.test('A word that fills the sentences of one language is a word in another', async (t) => {
  const world = new World();
  world.put(1, ['name', '', 'Lift'], ['task', '', 'task/waste-management']);
  world.put(2, ['name', '', 'Flyt'], ['task', '', 'task/moving-notification']);
  t.equal(world.find('my bin was not emptied ')[0], 1);
  t.equal(world.find('ich bin umgezogen ', 'unknown', 'de')[0], 2);
});

t.test('Little words need not be there, unless there are no others', async (t) => {
  const world = worldOf([['summary', 'da', 'hjælp til borgere']], [['name', '', 'Af']]);
  t.same(world.find('hjælp af borgere '), [1]);
  t.same(world.find('af '), [2]);
});

t.test('Phrases, exclusions, and what answers only a part', async (t) => {
  const world = worldOf(
    [['long', 'en', 'the council meetings of Århus']],
    [['long', 'en', 'meetings council']],
    [
      ['long', 'en', 'council'],
      ['long', 'en', 'meetings'],
    ],
  );
  t.same(world.find('"council meetings"'), [1]);
  t.same(world.find('"meetings of Aarhus"'), [1]);
  t.same(world.find('"council the"'), []);
  t.same(world.find('council -århus '), [2, 3]);
  t.same(world.find('council -"meetings council" '), [1, 3]);
  t.same(world.find('council zebra '), [-1, -2, -3], 'marked');
  t.same(world.find('zebra giraffe council elephant ', 'none'), [], 'a third of it at the least');
});

t.test('Words that name nothing hint at a task, in whichever language and in whole sentences', async (t) => {
  const world = new World();
  world.put(1, ['name', '', 'OS2valghalla'], ['task', '', 'task/elections']);
  world.put(2, ['name', '', 'Urban'], ['task', '', 'task/building-permits'], ['summary', 'en', 'Permits']);
  world.put(3, ['name', '', 'rg.prenotazioni'], ['task', '', 'task/appointment-booking']);
  world.put(4, ['name', '', 'Complaints'], ['task', '', 'task/complaints']);
  const cases: [string, string, number][] = [
    ['hvem kan tælle stemmer for os', 'da', 1],
    ['wir suchen Leute für das Wahllokal', 'de', 1],
    ['je veux agrandir ma maison', 'fr', 2],
    ['quiero pedir cita en el ayuntamiento', 'es', 3],
    ['we need somebody who sits in the polling booth all day', 'en', 1],
  ];
  for (const [text, lang, row] of cases) t.equal(Math.abs(world.find(text, 'unknown', lang)[0] as number), row, text);
  t.same(world.find('recipe for a cake'), [], 'nothing is guessed where nothing hints');
  const { terms, spans } = world.plan('where can I vote', 'unknown', 'en');
  t.same(
    terms.map(({ optional }) => optional),
    [true, true, true, false],
    'who asks, and that somebody does, need not be there',
  );
  t.ok(spans.length > 0);
});

t.test('What is near to a task is found loosely where nothing does it', async (t) => {
  const world = new World();
  world.put(1, ['name', '', 'Complaints'], ['task', '', 'task/complaints']);
  const find = (text: string, wide: boolean): number[] => {
    const plan = planSearch(readQuery(text), world.index, 'da', 'unknown', wide);
    return world.matcher.match(plan, world.index).rows;
  };
  t.same(find('giv et praj', false), []);
  t.same(find('giv et praj', true), [1]);
  t.same(find('klageskranken', false), [], 'a part of a word is a guess');
  t.same(find('klageskranken', true), [1]);
});

t.test('A sentence that few answer whole is answered by what answers most of it too, and told apart', async (t) => {
  const world = new World();
  for (let row = 10; row < 60; row += 1) world.put(row, ['long', 'en', 'filler']);
  world.put(1, ['summary', 'en', 'bridges tunnels ferries']);
  world.put(2, ['summary', 'en', 'bridges tunnels']);
  world.put(3, ['summary', 'en', 'bridges']);
  const { rows, loose, partly } = world.matcher.match(world.plan('bridges tunnels ferries '), world.index);
  t.same(rows, [1, 2]);
  t.notOk(loose);
  t.same([...(partly ?? [])], [2]);
  t.same(world.find('"bridges" "tunnels ferries"'), [1], 'a phrase must be there');
});

t.test('A phrase is found at the end of a long text', async (t) => {
  const world = new World();
  const many = Array.from({ length: 20_000 }, (_, n) => `w${n % 300}`).join(' ');
  world.put(1, ['summary', 'en', 'minutes'], ['long', 'en', `${many} town hall minutes`]);
  world.put(2, ['long', 'en', `${many} hall town minutes`]);
  t.same(world.find('"town hall"'), [1]);
  t.same(world.find('"w1 w2"'), [1, 2]);
});

t.test('A phrase of words that very many have is looked for where they weigh most', async (t) => {
  const world = new World();
  for (let row = 1; row <= LIMITS.phraseRows; row += 1) world.put(row, ['long', 'en', 'of the house']);
  world.put(LIMITS.phraseRows + 1, ['summary', 'en', 'of the house'], ['summary', 'en', 'house the of']);
  await world.settle();
  const { rows } = world.matcher.match(world.plan('"of the"'), world.index);
  t.equal(rows.length, LIMITS.phraseRows);
  t.equal(rows[0], LIMITS.phraseRows + 1);
  t.same(world.find('"the of"'), [LIMITS.phraseRows + 1]);
});

t.test(
  'What answers everything is the same where nothing less is wanted, whatever the order of the words',
  async (t) => {
    const world = new World();
    const words = ['of', 'the', 'house', 'road', 'bridge', 'ferry'];
    const random = new Random(5);
    for (let row = 1; row <= 300; row += 1)
      world.put(row, ['long', 'en', Array.from({ length: 4 }, () => random.pick(words)).join(' ')]);
    const texts = [
      'house road ',
      'road "of the" ',
      '"of the" "the house" ',
      'ferry road bridge house ',
      'road -"of the" ',
      'house -road -ferry ',
    ];
    for (const text of texts) {
      const plan = world.plan(text, 'none');
      const [all, whole] = [{}, { whole: true }].map((how) => world.matcher.match(plan, world.index, how));
      t.ok((all?.rows.length ?? 0) > 0, text);
      const answer = (hits = all): number[] =>
        (hits?.rows ?? []).filter((row) => hits?.partly?.has(row) !== true).sort();
      t.same(answer(whole), all?.loose === true ? [] : answer(all), text);
    }
    t.same(world.matcher.match(world.plan('house castle ', 'none'), world.index, { whole: true }).rows, []);
  },
);

t.test(
  'A word that stands in a phrase again and again is looked for once, and many phrases share their limit',
  async (t) => {
    const world = new World();
    for (let row = 1; row <= 50; row += 1) world.put(row, ['long', 'en', 'e e e f']);
    t.equal(world.find('"e e e f"').length, 50);
    t.equal(world.find('"e e" "e f" "f e"').length, 50);
    t.same(world.find('"e e" -"e f"'), []);
  },
);

t.test('What was worked out of a word is the same when it is planned again', async (t) => {
  const world = worldOf([['summary', 'da', 'mødestyring']], [['name', '', 'styring']], [['label', 'da', 'møde']]);
  const index = { ...world.index, near: new Map(), meant: new Map(), read: new Map() };
  for (const text of ['mødestyring sty', 'møde -styring ', 'mødestyrnig ', 'møder styringen'])
    for (const slips of ['unknown', 'all', 'unknown'] as const)
      t.same(planSearch(readQuery(text), index, 'da', slips), world.plan(text, slips, 'da'), text);
});

t.test('Of very many unknown words some are taken for slips', async (t) => {
  const world = worldOf([['name', '', 'hovedbanegaard']]);
  const unknown = Array.from({ length: 12 }, (_, i) => `ubekendt${'abcdefghijkl'[i]}ord`);
  const near = new Map();
  const index = { ...world.index, near, meant: new Map() };
  planSearch(readQuery(unknown.join(' ')), index, 'da', 'unknown');
  t.equal(near.size, LIMITS.slippedWords);
});

t.test('The field weighs, the rare word weighs, the own language weighs', async (t) => {
  const world = worldOf(
    [['long', 'en', 'agenda']],
    [['name', '', 'agenda']],
    [['summary', 'fr', 'agenda']],
    [['summary', 'en', 'agenda']],
  );
  t.same(world.find('agenda '), [2, 4, 3, 1]);
  t.same(world.find('agenda ', 'none', 'fr'), [2, 3, 4, 1]);
});

t.test(
  'Lists hold what they held, whatever comes and goes before, while and after changes are brought into them',
  async (t) => {
    const words = ['red', 'green', 'blue', 'grey'];
    const act = fc.record({
      row: fc.integer({ min: 1, max: 8 }),
      words: fc.array(fc.constantFrom(...words), { maxLength: 4 }),
    });
    const acts = fc.array(act, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(acts, acts), { maxLength: 4 }), acts, async (rounds, last) => {
        const world = new World();
        // So far apart that others have their turn between any two of them.
        words.forEach((word, i) => {
          world.vocabulary.add(1 + i * 5_500, `:${word}`);
        });
        const held = new Map<number, string[]>();
        const run = (one: { row: number; words: string[] }): void => {
          if (one.words.length === 0) {
            world.postings.drop(one.row);
            held.delete(one.row);
          } else {
            world.put(one.row, ['long', '', one.words.join(' ')]);
            held.set(one.row, one.words);
          }
        };
        const compare = (): void => {
          for (const each of words) {
            const rows = [...held].filter(([, has]) => has.includes(each)).map(([row]) => row);
            t.same(world.find(`${each} `, 'none').sort(), rows.sort());
            const seen: number[] = [];
            world.postings.each(world.vocabulary.byKey(`:${each}`) as number, (row) => seen.push(row));
            t.same(seen.sort(), rows.sort());
          }
        };
        for (const [before, during] of rounds) {
          before.forEach(run);
          // More rows than are kept beside the lists.
          for (let i = 0; i < 1_024; i += 1) world.put(9, ['long', '', 'other']);
          t.ok(world.postings.isUnsettled);
          await world.settle(async () => {
            during.splice(0, 3).forEach(run);
            compare();
          });
          t.notOk(world.postings.isUnsettled);
          compare();
        }
        last.forEach(run);
        compare();
        return true;
      }),
      { numRuns: 20 },
    );
  },
);

t.test('What is read at the start is found as what was put, however long and however many the rows', async (t) => {
  const loaded = new World();
  const put = new World();
  const long = Array.from({ length: 3_000 }, (_, i) => `w${i}x`).join(' ');
  for (let row = 1; row <= 1_500; row += 1) {
    const texts: Text[] = [
      ['name', '', `red${row} system`],
      ['long', 'en', row === 700 ? long : `blue ${row % 7 === 0 ? 'green blue' : 'grey'}`],
    ];
    loaded.load(row, ...texts);
    put.put(row, ...texts);
  }
  t.same(loaded.find('blue '), []);
  await loaded.settle();
  for (const text of ['blue ', 'green ', 'red700 ', 'w2999x ', '"green blue" ', 'blue -green '])
    t.same(loaded.find(text), put.find(text), text);
  const red = loaded.vocabulary.byKey(':red700') as number;
  t.ok(loaded.postings.inNames(red) && put.postings.inNames(red));
  t.notOk(loaded.postings.inNames(loaded.vocabulary.byKey('en:blue') as number));
});

t.test('Whatever is asked, the answer are rows that exist, and working memory is clean behind it', async (t) => {
  const world = worldOf(
    [['name', '', 'OS2rollekatalog']],
    [['summary', 'da', 'Styring af møder, roller og rettigheder']],
    [['long', 'de', 'Die Sitzungen des Rates']],
  );
  const piece = fc.constantFrom(
    'møder',
    'rolle',
    'styring',
    '"',
    '-',
    'sitzung',
    'ratt',
    'x',
    'og',
    ' ',
    'å',
    '😀',
    '1',
  );
  holds(
    t,
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      const first = world.find(text, 'all');
      return (
        first.every((row) => Math.abs(row) >= 1 && Math.abs(row) <= 3) &&
        world.find(text, 'all').join() === first.join()
      );
    }),
    300,
  );
});
