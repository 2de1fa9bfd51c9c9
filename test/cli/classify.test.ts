import t from 'tap';
import { classify, repositoryOf } from '../../src/cli/import/classify.ts';

const MANIFEST = 'publiccodeYmlVersion: "0.5"\nname: A\n';

t.test('in the folders of a catalogue the folder is the kind and the name is the id', (t) => {
  const record = { is: 'source', mediaType: 'application/yaml' };
  t.same(classify('software/kitos.yml', 'name: Kitos'), { ...record, kind: 'software', slug: 'kitos' });
  t.same(classify('os2/networks/os2.yaml', 'name: OS2'), { ...record, kind: 'network', slug: 'os2' });
  t.match(classify('organisations/a.b_c.json', '{}'), { kind: 'organisation', mediaType: 'application/json' });
  t.match(classify('adoptions/abcd.yml', ''), { kind: 'adoption', slug: 'abcd' });
  t.match(classify('software/kitos.yml', MANIFEST), { kind: 'software', slug: 'kitos' });
  t.end();
});

t.test('a name that is no id is refused, and what is no record is passed over', (t) => {
  t.match(classify('software/Kitos.yml', ''), { is: 'refused', reason: /no id/ });
  t.match(classify('software/a..b.yml', ''), { is: 'refused' });
  for (const file of ['sources.yml', 'peers.yml', 'README.yml', 'os2/sources.yml'])
    t.match(classify(file, 'kind: software'), { is: 'passed' }, file);
  t.end();
});

t.test('elsewhere the content says what a file is', (t) => {
  t.same(classify('a/b/c.yml', MANIFEST), { is: 'source', kind: 'software', mediaType: 'application/yaml' });
  t.match(classify('a.json', '{"publiccodeYmlVersion": "0.5"}'), { is: 'source', mediaType: 'application/json' });
  t.match(classify('a.json', '{ "kind": "network", "name": "N" }'), { is: 'source', kind: 'network' });
  t.match(classify('a.yml', 'name: N\nkind: organisation # a body\n'), { is: 'source', kind: 'organisation' });
  t.match(classify('deploy.yml', 'apiVersion: v1\nkind: Deployment\n'), { is: 'passed', reason: /neither/ });
  t.match(classify('a.yml', 'text: |\n  kind: network\n'), { is: 'passed' }, 'an indented kind is not the kind');
  t.match(classify('a/software/b/values.yml', 'x: 1'), { is: 'passed' }, 'a folder deep in a repository');
  t.match(classify('a/b/software/values.yml', 'x: 1'), { is: 'passed' });
  t.end();
});

t.test('a manifest that does not say its version is refused with the reason', (t) => {
  t.match(classify('x/publiccode.yml', 'name: A'), { is: 'refused', reason: /publiccodeYmlVersion is missing/ });
  t.match(classify('x.yml', 'publiccode-yaml-version: "0.1"'), { is: 'refused', reason: /version 0.1/ });
  t.end();
});

t.test('the repository of a manifest is read as it is mostly written', (t) => {
  const wanted = 'https://forge.example/o/Name';
  const written = [
    'url: https://forge.example/o/Name',
    'url: "https://forge.example/o/Name.git"  # here',
    "url: 'https://FORGE.example/o/Name/'",
    '"url": https://forge.example/o/Name',
    'url: >-\n  https://forge.example/o/Name\n',
    'url: |\r\n    https://forge.example/o/Name',
    'name: A\nurl:   git@forge.example:o/Name.git\nx: y',
  ];
  for (const text of written) t.equal(repositoryOf(text), wanted, text);
  for (const text of ['', 'landingURL: https://a.example', '  url: https://a.example/b', 'url: [a]', 'url:\n'])
    t.equal(repositoryOf(text), null, text);
  t.end();
});

t.test('a file of nothing but spaces and lines, or of half a mark, takes no long time', (t) => {
  const began = performance.now();
  for (const head of ['', 'kind:', 'url:', 'url: >', '"kind"', 'kind: a', 'url: a'])
    for (const piece of [' ', '\n', ' \n', '\t ', 'a', '#', '"']) {
      const text = head + piece.repeat((256 * 1024) / piece.length);
      for (const file of ['a.yml', 'a.json']) t.not(classify(file, text).is, 'refused');
      repositoryOf(text);
    }
  t.ok(performance.now() - began < 2_000, `${performance.now() - began} ms`);
  t.end();
});
