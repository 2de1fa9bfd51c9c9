/** `search`, `show` and `withdraw`. */
import t from 'tap';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';

async function filled(t: Parameters<typeof cliOf>[0]) {
  const cli = cliOf(t);
  const folder = t.testdir({
    files: {
      'a.yml': manifestOf('Agenda One', 'https://forge.example/town/agenda-one'),
      'b.yml': manifestOf('Agenda Two', 'https://forge.example/town/agenda-two'),
      'c.yml': manifestOf('Waste Planner', 'https://forge.example/town/waste'),
      organisations: { 'agenda-town.yml': 'name: Agenda Town\ncountry: DK\n' },
    },
  });
  const { code } = await cli.alminding(['import', `${folder}/files`]);
  if (code !== 0) throw new Error('the data could not be made');
  return cli;
}

t.test('search shows a table, cut to the terminal', async (t) => {
  const { alminding } = await filled(t);
  const ran = await alminding(['search', 'agenda']);
  t.equal(ran.code, 0);
  const lines = ran.out.trimEnd().split('\n');
  t.match(lines[0], /^Name +Id +Licence +Summary$/);
  t.equal(lines.length, 4 + 1, 'three of the name, and one that says it in its text');
  t.match(
    ran.out,
    /^Agenda One +software\/agenda-one +EUPL-1\.2 +Keeps the agendas of the council of a small town\.$/m,
  );
  const narrow = await alminding(['search', 'agenda'], { columns: 80 });
  t.ok(narrow.out.split('\n').every((line) => line.length <= 80));
  t.match(narrow.out, /…$/m);
});

t.test('search is limited, filtered and answered in JSON', async (t) => {
  const { alminding, json } = await filled(t);
  const limited = await alminding(['search', 'agenda', '--limit', '1']);
  t.match(limited, { code: 0, err: '1 record of 4 shown: --limit shows more.\n' });
  t.equal(limited.out.trimEnd().split('\n').length, 2);
  const only = await alminding(['search', 'agenda', '--kind', 'organisation', '--lang', 'da']);
  t.match(only.out, /organisation\/agenda-town/);
  t.equal(only.out.trimEnd().split('\n').length, 2);
  const { code, value } = await json<{ total: number; items: object[] }>(['search', 'waste planner']);
  t.equal(code, 0);
  t.match(value, { total: 1, items: [{ id: 'software/waste-planner', kind: 'software', origin: 'own', aliases: [] }] });
});

t.test('search names what answers only a part', async (t) => {
  const { alminding } = await filled(t);
  const { out, err } = await alminding(['search', 'waste zebra']);
  t.match(out, /^Waste Planner /m);
  t.match(err, 'Only loosely related: Waste Planner.\n');
});

t.test('nothing found is no failure', async (t) => {
  const { alminding, json } = await filled(t);
  t.same(await alminding(['search', 'zzzzz']), { code: 0, out: '', err: 'Nothing was found.\n' });
  const none = { total: 0, loose: false, didYouMean: null, understood: [], items: [] };
  t.same((await json(['search', 'zzzzz'])).value, none);
  t.match(await alminding(['search', 'agendda']), { code: 0, out: /Agenda/, err: 'Taken for: agenda\n' });
  t.match(await alminding(['search', 'agenda licence:FOO']), { out: '', err: /^Nothing has `licence:FOO`\.\n/ });
});

t.test('values that search cannot use are refused', async (t) => {
  const { alminding } = cliOf(t);
  for (const words of [
    ['--limit', '0'],
    ['--limit', '101'],
    ['--limit', 'x'],
    ['--kind', 'thing'],
    ['--lang', 'Dansk!'],
  ])
    t.match(await alminding(['search', 'a', ...words]), {
      code: 2,
      err: new RegExp(`^alminding: ${words[0]} must be`),
    });
  t.match(await alminding(['search']), { code: 2, err: /TEXT is missing/ });
  t.match(await alminding(['search', 'two', 'words']), { code: 2, err: /`words` is one argument too many/ });
});

t.test('show gives the record, readable or as JSON', async (t) => {
  const { alminding, json } = await filled(t);
  const ran = await alminding(['show', 'software/agenda-one']);
  t.match(ran.out, /^Agenda One {2}\(software\/agenda-one\)\nKeeps the agendas/);
  t.match(ran.out, /licence:\n {2}spdx: EUPL-1.2\n/);
  t.notMatch(ran.out, /Invented Person/);
  const town = await alminding(['show', 'organisations/agenda-town']);
  t.equal(town.code, 0, 'the plural of an address will do');
  t.match(town.out, /^[^\n]+\n\n[^\n]/, 'where there is no summary there is no line for it');
  const { value } = await json<{ record: object }>(['show', 'software/agenda-one']);
  t.match(value, { id: 'software/agenda-one', origin: 'own', version: 1, record: { name: 'Agenda One' } });
  t.match(await alminding(['show', 'software/agenda-one', '--versions']), { code: 0, out: /n: 1\n/ });
});

t.test('what is not there is told with what may have been meant', async (t) => {
  const { alminding, json } = await filled(t);
  t.match(await alminding(['show', 'software/agenda']), {
    code: 2,
    out: '',
    err: /There is no software\/agenda\. Did you mean software\/agenda-(one|two), software\/agenda-(one|two)/,
  });
  t.match(await alminding(['show', 'software/waste-planer']), { err: /Did you mean software\/waste-planner\?/ });
  t.match(await alminding(['show', 'software/qqqqqq']), { err: /Try `alminding search`/ });
  t.match(await alminding(['show', 'software/agenda-one@built-in']), { code: 2, err: /There is no/ });
  for (const id of ['agenda-one', 'software/../x', 'tool/x', 'software/', '/', 'software/a b'])
    t.match(await alminding(['show', id]), { code: 2, err: /is no id/ }, id);
  t.match((await json(['show', 'software/agenda'])).value, { error: { code: 'not-found' } });
});

t.test('withdraw takes an own entry away for good', async (t) => {
  const { alminding, json } = await filled(t);
  t.match(await alminding(['withdraw', 'software/agenda-one']), { code: 2, err: /--reason must be one of withdrawn,/ });
  t.match(await alminding(['withdraw', 'software/agenda-one', '--reason', 'x']), { code: 2 });
  t.same(await alminding(['withdraw', 'software/agenda-one', '--reason', 'retired']), {
    code: 0,
    out: 'software/agenda-one is withdrawn (retired).\n',
    err: '',
  });
  t.match((await alminding(['withdraw', 'software/agenda-one', '--reason', 'retired'])).out, /was withdrawn before/);
  t.match(await alminding(['show', 'software/agenda-one']), { code: 2, err: /was withdrawn \(retired\)/ });
  t.match(
    (await alminding(['withdraw', 'software/agenda-one', '--reason', 'consent'])).out,
    /can still be fetched .* alminding erase software\/agenda-one --yes\n/,
  );
  t.same((await json(['withdraw', 'software/agenda-two', '--reason', 'duplicate'])).value, {
    id: 'software/agenda-two',
    changed: true,
    reason: 'duplicate',
  });
  t.match(await alminding(['withdraw', 'software/nothing', '--reason', 'retired']), { code: 2, err: /There is no/ });
  t.match(await alminding(['verify']), { code: 0, out: /6 leaves, 4 entries/ });
});

t.test('what is built in cannot be withdrawn, and it is said why', async (t) => {
  const { alminding } = await filled(t);
  const ran = await alminding(['withdraw', 'software/agenda-one@built-in', '--reason', 'retired']);
  t.match(ran, { code: 2, err: /comes with the program and is not ours to withdraw. ALMINDING_BUILT_IN=false hides/ });
  t.match(await alminding(['withdraw', 'software/x@other.example', '--reason', 'retired']), {
    code: 2,
    err: /belongs to other.example/,
  });
});
