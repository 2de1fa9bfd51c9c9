import t from 'tap';
import { licenceChanges } from '../../src/registry/licence-changes.ts';
import type { Software } from '../../src/schemas.gen.ts';
import { openApp } from '../helpers/open-app.ts';

const SCREENS: Software & { kind: string; id: string } = {
  kind: 'software',
  id: 'software/screens',
  name: 'Screens',
  url: 'https://example.org/code/screens',
  licence: { spdx: 'MPL-2.0', source: { title: 'LICENSE' } },
  foundLicences: [
    { file: 'LICENSE', value: 'MPL-2.0', text: ['MPL-2.0'], source: { title: 'LICENSE' } },
    { file: 'composer.json', value: 'proprietary', source: { title: 'composer.json' } },
    { file: 'setup.py', absent: true },
    { file: 'package.json', repository: 'https://example.org/code/other', value: 'MIT', spdx: 'MIT' },
  ],
  repositories: [
    { url: 'https://example.org/code/screens' },
    { url: 'https://example.org/code/unseen' },
    { url: 'https://example.org/code/docs', licence: { stated: 'CC-BY-SA' } },
    { url: 'https://example.org/code/kit', licence: { spdx: 'MIT', source: { title: 'Kit' } } },
  ],
  owner: { name: 'OS2' },
  copyrightOwner: 'A Firm',
  custody: { code: 'network', holders: [{ says: 'network', name: 'OS2 - a network' }] },
};

t.test('Declared stands against every value that was found, as its source writes it', async (t) => {
  const { ask, post } = await openApp(t);
  t.equal((await post(SCREENS)).statusCode, 201);
  const response = await ask('/api/v1/software/screens/licence');
  t.equal(response.statusCode, 200);
  const answer = response.json();
  t.match(answer, {
    id: 'software/screens',
    declared: { spdx: 'MPL-2.0', source: { title: 'LICENSE' } },
    family: 'weak',
    open: 'yes',
    licences: [{ id: 'MPL-2.0', osi: true, fsf: true, family: 'weak' }],
    freedoms: { use: 'yes', study: 'yes', modify: 'yes', share: 'yes' },
    agreement: 'disagree',
    holdersAgree: 'disagree',
    alerts: ['disagree', 'holders-differ'],
    changes: [],
  });
  t.same(
    answer.found.map(({ file, repository, value, absent, looked, agrees }: Record<string, unknown>) => [
      file ?? String(repository).split('/').at(-1),
      absent ? 'absent' : value,
      looked,
      agrees,
    ]),
    [
      ['LICENSE', 'MPL-2.0', true, 'agree'],
      ['composer.json', 'proprietary', true, 'disagree'],
      ['setup.py', 'absent', true, undefined],
      ['package.json', 'MIT', true, undefined],
      ['unseen', 'not known', false, undefined],
      ['docs', 'CC-BY-SA', true, undefined],
      ['kit', 'MIT', true, undefined],
    ],
  );
  const facets = (await ask('/api/v1/search?licence-family=weak')).json().facets;
  t.same(facets['licence-family'], [{ value: 'weak', label: 'Weak copyleft', count: 1 }]);
  for (const [lang, text] of [
    ['en', 'The declared licence and the files do not agree.'],
    ['da', 'Den oplyste licens og filerne stemmer ikke overens.'],
  ]) {
    const page = (await ask(`/${lang}/software/screens`)).body;
    t.match(page, text);
    t.match(page, 'proprietary');
  }
});

t.test('Where nothing is declared and nobody looked, nothing is known', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'software', id: 'software/old', name: 'Old' });
  await post({ kind: 'software', id: 'software/repo', name: 'Repo', url: 'https://example.org/code/repo' });
  t.match((await ask('/api/v1/software/old/licence')).json(), {
    ...{ declared: null, family: 'unknown', open: 'not known', licences: [], found: [], agreement: 'not known' },
    freedoms: { use: 'not known' },
    ...{ holders: [], holdersAgree: 'not known', alerts: [] },
  });
  t.match((await ask('/api/v1/software/repo/licence')).json().found, [{ value: 'not known', looked: false }]);
  t.equal((await ask('/api/v1/software/nothing/licence')).statusCode, 404);
});

t.test(
  'A change away from open source is told with its date, and raises an alert until it is open again',
  async (t) => {
    const { ask, post, clock } = await openApp(t);
    const publish = async (more: object) => {
      clock.time += 86_400_000;
      return post({
        kind: 'software',
        id: 'software/turn',
        name: 'Turn',
        url: 'https://example.org/code/turn',
        ...more,
      });
    };
    await publish({ licence: { spdx: 'MIT' } });
    await publish({ licence: { spdx: 'BUSL-1.1' } });
    const left = (await ask('/api/v1/software/turn/licence')).json();
    t.same(left.alerts, ['left-open-source']);
    t.match(left.changes, [
      { kind: 'left-open-source', version: 2, date: '2026-11-24T10:00:00Z', from: 'MIT', to: 'BUSL-1.1' },
    ]);
    t.match((await ask('/en/software/turn')).body, 'This software has left open source.');
    await publish({ licence: { spdx: 'MIT' } });
    const back = (await ask('/api/v1/software/turn/licence')).json();
    t.same(back.alerts, []);
    t.equal(back.changes.length, 2);
  },
);

t.test('To leave open source by way of what is not known is to leave it', async (t) => {
  const said = ['MIT', 'LicenseRef-house', 'LicenseRef-house-proprietary', 'LicenseRef-house', 'MIT'];
  const kept = said.map((spdx, i) => ({ version: i + 1, date: 'd', record: { name: 'x', licence: { spdx } } }));
  t.same(
    licenceChanges(kept).map(({ kind }) => kind),
    ['licence', 'left-open-source', 'licence', 'became-open-source'],
  );
});

t.test('Licence, agreement and holder each change by themselves', async (t) => {
  const at = (version: number, record: Partial<Software>) => ({ version, date: 'd', record: { name: 'x', ...record } });
  const found = (value: string): NonNullable<Software['foundLicences']> => [
    { file: 'composer.json', value, spdx: value },
  ];
  const kept = [
    at(1, { licence: { spdx: 'MIT' }, foundLicences: found('MIT'), custody: { code: 'network' } }),
    at(2, { licence: { spdx: 'MIT' }, foundLicences: found('proprietary'), custody: { code: 'supplier' } }),
    at(3, { licence: { spdx: 'MIT' }, foundLicences: found('MIT') }),
    at(4, { licence: { stated: 'GPL' } }),
    at(5, { licence: { stated: 'proprietary' } }),
    at(6, { licence: { spdx: 'MIT OR EUPL-1.2' } }),
    at(7, { licence: { spdx: 'EUPL-1.2 OR MIT' } }),
    at(8, {}),
  ];
  t.same(
    licenceChanges(kept).map(({ kind, version, from, to }) => [version, kind, from, to]),
    [
      [2, 'disagreement', undefined, undefined],
      [2, 'holder', 'network', 'supplier'],
      [3, 'agreement', undefined, undefined],
      [4, 'licence', 'MIT', 'GPL'],
      [5, 'left-open-source', 'GPL', 'proprietary'],
      [6, 'became-open-source', 'proprietary', 'MIT OR EUPL-1.2'],
      [8, 'licence', 'EUPL-1.2 OR MIT', undefined],
    ],
  );
});

t.test('The record of the past is told too: a product that was handed over to its supplier', async (t) => {
  const { ask, post } = await openApp(t);
  const source = { title: 'README' };
  const custody = { code: 'supplier', changes: [{ from: 'A network', to: 'A firm', toKind: 'supplier', source }] };
  await post({ kind: 'software', id: 'software/given', name: 'Given', licence: { spdx: 'MIT' }, custody });
  const { changes } = (await ask('/api/v1/software/given/licence')).json();
  t.same(changes, [{ kind: 'holder', from: 'A network', to: 'A firm', source }]);
  t.match((await ask('/en/software/given')).body, 'Date not known');
});
