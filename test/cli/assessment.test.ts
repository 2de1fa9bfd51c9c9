import { writeFileSync } from 'node:fs';
import t from 'tap';
import { systemClock } from '../../src/kernel/clock.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { house, rated } from '../governance/examples.ts';
import { cliOf } from '../helpers/cli.ts';
import { recordOf } from '../registry/world.ts';

const REPORT = `# Report
| # | Vurdering | Vurderingsgrundlag |
|---|---|---|
| A | 🟢 | Koden er åben |
| B | 🔴 | |
`;

async function filled(t: Parameters<typeof cliOf>[0]) {
  const cli = cliOf(t);
  const folder = t.testdir({
    frameworks: { 'house.json': JSON.stringify(house) },
    software: { 'agenda.yml': 'name: Agenda\n' },
    reports: { 'good.md': REPORT, 'bad.md': REPORT.replace('| B |', '| Q |') },
  });
  const { code } = await cli.alminding(['import', folder]);
  if (code !== 0) throw new Error('the data could not be made');
  const about = [
    '--subject',
    'software/agenda',
    '--framework',
    'framework/house',
    '--type',
    'secretariat',
    '--date',
    '2026-01',
  ];
  return { ...cli, folder, about };
}

interface Shown {
  id: string;
  record: { ratings: object[]; frameworkVersion: string };
}

t.test('a report becomes an assessment, and one that is written is the same when it is read again', async (t) => {
  const { alminding, json, folder, about } = await filled(t);
  const ran = await alminding(['assessment', 'import', `${folder}/reports/good.md`, ...about, '--lang', 'da']);
  t.match(ran, { code: 0, err: '' });
  const [, id = ''] = /^(assessment\/[a-z2-7]{16}): 2 of 5 requirements are rated\.$/m.exec(ran.out) ?? [];
  const shown = await json<Shown>(['show', id]);
  t.match(shown.value.record, {
    ...{
      subject: 'software/agenda',
      framework: 'framework/house',
      frameworkVersion: '2',
      type: 'secretariat',
      date: '2026-01',
    },
    ratings: [
      { requirement: 'A', rating: 'green', ground: { da: 'Koden er åben' } },
      { requirement: 'B', rating: 'red' },
    ],
  });
  const written = await alminding(['assessment', 'export', id]);
  t.equal(written.code, 0);
  t.match(written.out, '| A | low |  | green | Koden er åben |  |');
  writeFileSync(`${folder}/again.md`, written.out);
  const again = await json<{ id: string; changed: boolean }>(['assessment', 'import', `${folder}/again.md`]);
  t.match(again, { code: 0, value: { id, changed: false } });
});

t.test('rows that are not understood are named by their line, and nothing is stored', async (t) => {
  const { alminding, json, folder, about } = await filled(t);
  const ran = await alminding(['assessment', 'import', `${folder}/reports/bad.md`, ...about]);
  t.equal(ran.code, 1);
  t.match(ran.out, /bad\.md:5:1: error: House list 2 has no requirement “Q”/);
  const { code, value } = await json<{ problems: { line: number }[] }>([
    'assessment',
    'import',
    `${folder}/reports/bad.md`,
    ...about,
  ]);
  t.equal(code, 1);
  t.match(value.problems, [{ line: 5 }]);
});

t.test('a report that does not fit its framework, or is about nothing, is refused', async (t) => {
  const { alminding, folder, about } = await filled(t);
  const good = `${folder}/reports/good.md`;
  const late = about.map((word) => (word === '2026-01' ? '2999' : word));
  t.match(await alminding(['assessment', 'import', good, ...late]), { code: 1, out: /2999\) lies in the future/ });
  t.match(await alminding(['assessment', 'import', good]), { code: 2, err: /names no framework/ });
  t.match(await alminding(['assessment', 'import', good, '--framework', 'software/agenda']), {
    code: 2,
    err: /is no framework/,
  });
  t.match(await alminding(['assessment', 'import', `${folder}/none.md`, ...about]), {
    code: 2,
    err: /it does not exist/,
  });
  t.match(await alminding(['assessment', 'burn', good]), { code: 2, err: /neither import nor export/ });
  t.match(await alminding(['assessment', 'export', 'software/agenda']), { code: 2, err: /is no assessment/ });
  t.match(await alminding(['assessment', 'export', 'assessment/none']), { code: 2, err: /There is no/ });
  writeFileSync(`${folder}/none.md`, '# Report\n\n| Nr. | Svar |\n|---|---|\n| A | ja |\n');
  t.match(await alminding(['assessment', 'import', `${folder}/none.md`, ...about]), {
    ...{ code: 1, out: /No table has a column for the id of a requirement and one for its rating\./ },
  });
  const front = '---\nsubject: software/agenda\nframework: framework/house\ntype: selfie\ndate: 2026-01-01\n---\n';
  writeFileSync(`${folder}/front.md`, front + REPORT);
  t.match(await alminding(['assessment', 'import', `${folder}/front.md`]), {
    ...{ code: 1, out: /front\.md:4:7: error: “selfie” is not a value of “type”\.\n {5}4 \| type: selfie/ },
  });
  const told = await alminding(['assessment', 'import', `${folder}/front.md`, '--type', 'self', '--dry-run']);
  t.match(told, { code: 0 }, 'an option says it instead of the report');
  const dry = await alminding(['assessment', 'import', good, ...about, '--dry-run', '--id', 'assessment/mine']);
  t.match(dry, { code: 0, out: /^assessment\/mine: / });
  t.match(await alminding(['show', 'assessment/mine']), { code: 2 });
});

t.test('a report of another catalogue names what it means, so that it can be imported as it is', async (t) => {
  const { alminding, data, folder } = await filled(t);
  const store = openStore({ folder: data, clock: systemClock, busyMs: 1_000, what: 'a test' });
  const registry = createRegistry({ store, clock: systemClock, serving: false });
  const builtIn = { origin: 'built-in' } as const;
  const ratings = [{ requirement: 'A', rating: 'green' }];
  await registry.publishAll([
    recordOf('framework', house, { ...builtIn, slug: 'theirs' }),
    recordOf('software', { name: 'Diary' }, { ...builtIn, slug: 'diary' }),
    recordOf('assessment', rated({}, { subject: 'software/diary', framework: 'framework/theirs', ratings }), {
      ...builtIn,
      slug: 'a',
    }),
  ]);
  await registry.close();
  await store.close();
  const { out } = await alminding(['assessment', 'export', 'assessment/a@built-in']);
  t.match(out, 'subject: "software/diary@built-in"\nframework: "framework/theirs@built-in"');
  writeFileSync(`${folder}/theirs.md`, out);
  t.match(await alminding(['assessment', 'import', `${folder}/theirs.md`]), { code: 0, out: /1 of 5 requirements/ });
});
