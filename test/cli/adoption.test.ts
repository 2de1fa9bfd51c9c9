import t from 'tap';
import { cliOf } from '../helpers/cli.ts';

const town = (name: string, code: string) =>
  `name: ${name}\ntype: municipality\ncountry: DK\nidentifiers:\n  - scheme: kommunekode\n    value: '${code}'\n`;

async function filled(t: Parameters<typeof cliOf>[0]) {
  const cli = cliOf(t);
  const folder = t.testdir({
    software: { 'agenda.yml': 'name: Agenda\ncountries: [DK]\nusedBy:\n  - Viborg Kommune, IT\n' },
    organisations: { 'aarhus.yml': town('Aarhus Kommune', '0751'), 'viborg.yml': town('Viborg Kommune', '0791') },
    tables: {
      'people.csv': 'kommunekode;område;folketal\n751;x;365.000\n9999;x;1\n0791;x;many\n',
      'users.csv':
        'software,organisation,country,state,since,source\nagenda,Århus Kommune,DK,production,2020-01,A list\nAgenda,organisation/viborg,,in-use,,A list\nnone,Aarhus Kommune,DK,in-use,,A list\nagenda,Viborg Kommunes bibliotek,DK,in-use,,A list\nagenda,Aarhus Kommune,DK,in-use,2999,A list\nagenda,Aarhus Kommune,,in-use,,A list\n',
      'ended.csv': 'software,kommunekode,state,since,until,source\nagenda,791,retired,2020,2019,A list\n',
      'codes.csv': 'software,kommunekode,source\nagenda,791,A list\n',
      'latin.csv': Buffer.from([0x73, 0xe6, 0x0a]),
    },
  });
  const { code, err } = await cli.alminding(['import', folder]);
  if (code !== 0) throw new Error(`the data could not be made: ${err}`);
  return { ...cli, folder };
}

t.test('tables of populations and adoptions are imported, and what does not match is told by its line', async (t) => {
  const { alminding, folder } = await filled(t);
  const people = await alminding(['import', '--populations', `${folder}/tables/people.csv`, '--date', '2026-01-01']);
  const dry = await alminding(['import', '--populations', `${folder}/tables/people.csv`, '--dry-run']);
  t.match(dry, { code: 1, out: people.out, err: people.err }, 'a dry run says the same');
  t.equal(people.code, 1);
  t.match(
    people.err,
    /people\.csv:1: not read: område\.\n.*people\.csv:3: No body has the kommunekode 9999\.\n.*people\.csv:4: “many” is no population/,
  );
  t.equal(people.out, '1 population taken, 2 lines not.\n');
  const users = await alminding(['import', '--adoptions', `${folder}/tables/users.csv`]);
  t.match(
    users.err,
    /users\.csv:4: There is no software “none”.*\n.*:5: No body is surely meant by “Viborg Kommunes bibliotek”\. It could be Viborg Kommune \(organisation\/viborg\): write the id\.\n.*:6: since \(2999\) lies in the future.*\n.*:7: No body .* write the id, or its country in a column “country”\./,
  );
  t.equal(users.out, '2 adoptions taken, 4 lines not.\n');
  const ended = await alminding(['import', '--adoptions', `${folder}/tables/ended.csv`, '--dry-run']);
  t.match(ended, { code: 1, err: /ended\.csv:2: / }, 'a dry run judges each row');
  const again = await alminding(['import', '--adoptions', `${folder}/tables/codes.csv`, '--dry-run']);
  t.equal(again.out, '1 adoption taken, 0 lines not.\n');
  t.match(await alminding(['import', '--adoptions', `${folder}/tables/latin.csv`]), {
    code: 1,
    err: /is not in UTF-8/,
  });
  t.match(await alminding(['import', '--populations', `${folder}/none.csv`]), { code: 2, err: /none\.csv/ });
  t.match(await alminding(['import']), { code: 2, err: /Name one thing to import/ });
  t.match(await alminding(['import', folder, '--populations', 'x.csv']), { code: 2, err: /Name one thing/ });
  const census = await alminding(['adoption', 'census', 'software/agenda', '--date', '2021']);
  t.match(
    census.out,
    /^1 of 1 known adopters use it at the end of 2021\.\nOf 2 more no date tells\.\n {2}claimed: 1\n/,
  );
  t.match(await alminding(['adoption', 'census', '--date', 'soon']), { code: 2, err: /“soon” is no date/ });
});

t.test('names that wait are matched, disputes settled, and a body’s own word kept', async (t) => {
  const { alminding, json } = await filled(t);
  const queue = await alminding(['adoption', 'queue']);
  t.equal(queue.code, 1);
  t.match(queue.out, /^Viborg Kommune, IT \(DK\)\n {2}organisation\/viborg@own {2}Viborg Kommune, DK\n/);
  t.match(await alminding(['adoption', 'match', 'Viborg Kommune, IT', 'organisation/viborg']), { code: 0 });
  t.match(await alminding(['adoption', 'queue']), { code: 0, out: 'No name waits.\n' });
  t.match(await json(['adoption', 'census', 'software/agenda']), { value: { total: 1, inUse: 1 } });
  t.match(await alminding(['adoption', 'disputes']), { code: 0, out: '0 open, 0 settled.\n' });
  t.match(await alminding(['adoption', 'settle', 'none', '--uphold']), { code: 2, err: /no dispute none/ });
  t.match(await alminding(['adoption', 'settle', 'none']), { code: 2, err: /either --uphold or --reject/ });
  t.match(await alminding(['adoption', 'deny', 'organisation/viborg', 'software/agenda']), {
    code: 0,
    out: /is not listed, counted or told here.*\nThe name is left out of the list of users that the makers keep/,
  });
  t.match(await json(['adoption', 'census', 'software/agenda']), { value: { total: 0 } });
  t.match(await alminding(['adoption', 'allow', 'organisation/viborg', 'software/agenda']), {
    out: 'It is told again.\n',
  });
  t.match(await alminding(['adoption', 'allow', 'organisation/viborg', 'software/agenda']), {
    out: 'Nothing was hidden.\n',
  });
  t.match(await alminding(['adoption', 'match', 'Viborg Kommune, IT', 'none', '--country', 'DK']), {
    out: /no body of this catalogue/,
  });
  t.match(await alminding(['adoption', 'burn']), { code: 2, err: /none of queue, match/ });
  t.match(await alminding(['adoption', 'match', 'x']), { code: 2, err: /match NAME ORGANISATION/ });
});
