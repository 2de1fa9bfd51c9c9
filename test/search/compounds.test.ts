import t from 'tap';
import { planSearch } from '../../src/search/plan.ts';
import { readQuery } from '../../src/search/read-query.ts';
import { worldOf } from './world.ts';

t.test('What was written together is found by its parts, and parts by what was written together', async (t) => {
  const world = worldOf(
    [['summary', 'da', 'Styring af møder og møde']],
    [['summary', 'da', 'mødestyring']],
    [['summary', 'de', 'Sitzung und Dienst']],
    [['summary', 'en', 'mode']],
  );
  t.same(world.find('mødestyringen ', 'none', 'da'), [2, 1]);
  t.same(world.find('sitzungsdienst ', 'none', 'de'), [3]);
  t.same(world.find('møde styring ', 'none', 'da'), [1, 2]);
  t.same(world.find('styring ', 'none', 'da'), [1, 2]);
  const joined = worldOf([['name', '', 'rollekatalog']]);
  t.same(joined.find('rolle katalog '), [1]);
  t.same(worldOf([['summary', 'en', 'water melon']]).find('watermelon ', 'none'), [], 'not in languages that do not');
});

t.test('A compound with a word for software is answered by what it says besides', async (t) => {
  const world = worldOf(
    [['label', 'da', 'Møder og dagsordener, møde, dagsorden']],
    [['label', 'da', 'møde i et system']],
    [['task', '', 'task/libraries']],
  );
  t.same(world.find('mødedagsordenssystem ', 'none', 'da'), [1]);
  t.same(world.find('bibliotekssystem ', 'none', 'da'), [3]);
  t.same(world.find('Bibliothekssoftware ', 'none', 'de'), [3]);
  t.same(world.find('systemer ', 'none', 'da'), [2], 'by itself it is a word');
});

t.test('Of a compound what it is about hints more than what kind of thing it is', async (t) => {
  const world = worldOf([['task', '', 'task/electronic-forms']], [['task', '', 'task/complaints']]);
  const plan = planSearch(readQuery('Beschwerdeformular '), world.index, 'de', 'none', true);
  const { rows, scores } = world.matcher.match(plan, world.index);
  const score = (row: number): number => scores[rows.indexOf(row)] as number;
  t.ok(score(2) > score(1), `${score(2)} ${score(1)}`);
});

t.test('A little word of one language may be an acronym of another', async (t) => {
  const world = worldOf([['task', '', 'task/maps-gis']], [['task', '', 'task/elections']]);
  t.same(world.find('SIG ', 'none', 'fr'), [1]);
  t.same(world.find('valg til sig ', 'none', 'da'), [2]);
});
