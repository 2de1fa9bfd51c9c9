import t from 'tap';
import { openApp } from '../helpers/open-app.ts';
import { publishRich } from '../helpers/rich-records.ts';

t.test(
  'the maturity of a product is answered side by side, in the reader’s language, with inputs and formulas',
  async (t) => {
    const opened = await openApp(t);
    await publishRich(opened);
    const answer = (await opened.ask('/api/v1/software/everything/maturity?lang=da')).json();
    t.match(answer, {
      ...{ id: 'software/everything', formula: 'alminding-profile 1', formulas: '/da/formulas', basis: 'observation' },
      repository: 'https://example.org/code/everything',
      vitality: { index: null, reason: 'too-short', days: [] },
      maintenance: { criteria: [{ id: 'commits', met: true }, { id: 'answers', met: true, figure: 2.5 }, {}, {}] },
    });
    const sides = Object.fromEntries(answer.parts.map((part: { id: string }) => [part.id, part]));
    t.match(sides.activity, {
      standing: 'weak',
      reason: 'state',
      explanation: 'Kodelageret er: videreført i en forgrening.',
    });
    t.match(sides.versions, { standing: 'strong', inputs: { count: 30, semantic: 30 }, asOf: '2026-11-21' });
    t.notMatch(JSON.stringify(answer), /"maturity\./, 'every reason has its sentence');
    const bare = (await opened.ask('/api/v1/software/nothing/maturity')).json();
    t.same(new Set(bare.parts.map(({ standing }: { standing: string }) => standing)), new Set(['not-known']));
    t.equal((await opened.ask('/api/v1/software/none/maturity')).statusCode, 404);
    t.equal((await opened.ask('/api/v1/software/everything/observations')).json().total, 2);
  },
);

t.test('the page tells the same in words, and the formulas have a page with their numbers', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = (await opened.ask('/en/software/everything')).body;
  t.match(page, 'How it is kept');
  t.match(page, '30 of 30 releases have semantic versions.');
  t.notMatch(page, /maturity\.(because|basis)/);
  for (const lang of ['en', 'da']) {
    const formulas = (await opened.ask(`/${lang}/formulas`)).body;
    t.match(formulas, '35');
    // The script of the search field fills in a number by itself.
    t.notMatch(formulas.replace(/ data-found="[^"]*"/, ''), /formulas\.|\{\w+\}/);
  }
});
