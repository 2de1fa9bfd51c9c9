import fc from 'fast-check';
import t from 'tap';
import { readNeeds } from '../../src/versions/needs.ts';

const told = (file: string, text: string): string[] =>
  (readNeeds(file, text)?.needs ?? []).map(({ name, range = '-', scheme, at }) => `${name} ${range} ${scheme} ${at}`);

t.test('install_requires and classifiers of setup.py', (t) => {
  const setup = `
setup(
    classifiers=[
        "Framework :: Plone",
        "Framework :: Plone :: 5.2",
        'Framework :: Plone :: 6.0',
        "Framework :: Plone :: Addon",
    ],
    install_requires=[
        "setuptools",
        "Products.CMFPlone>=5.2, <7",  # the host
        'plone.api[test] (>=1.8.4); python_version >= "3"',
        "thing @ https://example.org/thing.zip",
        "",
    ],
)`;
  t.same(told('src/setup.py', setup), [
    'setuptools - pep440 install_requires',
    'Products.CMFPlone >=5.2,<7 pep440 install_requires',
    'plone.api >=1.8.4 pep440 install_requires',
    'thing - pep440 install_requires',
    'Plone 5.2 classifier classifier',
    'Plone 6.0 classifier classifier',
  ]);
  t.end();
});

t.test('a list that a program makes is not known, never nothing', (t) => {
  t.same(readNeeds('setup.py', 'setup(install_requires=requires)'), { needs: [], unread: ['install_requires'] });
  t.same(readNeeds('setup.py', 'setup(install_requires=["a"] + more())')?.needs.length, 1);
  t.same(readNeeds('setup.py', 'setup()'), { needs: [], unread: [] });
  t.same(readNeeds('setup.cfg', '[options]\ninstall_requires = file: requirements.txt\n')?.unread, [
    'install_requires',
  ]);
  t.same(readNeeds('pyproject.toml', '[project]\ndynamic = ["dependencies"]\n')?.unread, ['dependencies']);
  t.same(readNeeds('package.json', '{')?.unread, ['peerDependencies', 'dependencies']);
  t.same(readNeeds('package.json', '{"dependencies": []}')?.unread, ['dependencies']);
  t.end();
});

t.test('setup.cfg and pyproject.toml', (t) => {
  const cfg = '[options]\ninstall_requires =\n    Django>=4.2\n    # a comment\n    requests\n\n[other]\nx = 1\n';
  t.same(told('setup.cfg', cfg), ['Django >=4.2 pep440 install_requires', 'requests - pep440 install_requires']);
  const project =
    '[tool.x]\ndependencies = ["no"]\n[project]\nname = "a"\ndependencies = [\n  "Plone~=6.0",\n]\n[project.urls]\n';
  t.same(told('pyproject.toml', project), ['Plone ~=6.0 pep440 dependencies']);
  t.same(told('pyproject.toml', '[tool.x]\ndependencies = ["no"]\n'), []);
  t.end();
});

t.test('require of Composer, peerDependencies and dependencies of npm', (t) => {
  t.same(told('composer.json', '{"require":{"drupal/core":"^9 || ^10","php":">=8"}}'), [
    'drupal/core ^9 || ^10 composer require',
    'php >=8 composer require',
  ]);
  t.same(told('package.json', '{"dependencies":{"b":"~1","c":3},"peerDependencies":{"a":"^2"}}'), [
    'a ^2 npm peerDependencies',
    'b ~1 npm dependencies',
    'c - npm dependencies',
  ]);
  t.equal(readNeeds('Makefile', 'all:'), null);
  t.equal(readNeeds('setup.py', 'x'.repeat(200_001)), null);
  t.end();
});

t.test('whatever stands in a file, it is read in bounded time and never throws', (t) => {
  const piece = fc.constantFrom(
    'install_requires=',
    '[',
    ']',
    '"a>=1"',
    "'",
    '"',
    ',',
    '\n',
    '#',
    'dependencies = ',
    '[project]\n',
    'Framework :: A :: 1',
    '    ',
    'x',
  );
  const files = fc.constantFrom('setup.py', 'setup.cfg', 'pyproject.toml', 'package.json', 'composer.json');
  fc.assert(
    fc.property(
      files,
      fc.array(piece, { maxLength: 200 }),
      (file, pieces) => (readNeeds(file, pieces.join(''))?.needs.length ?? 201) <= 200,
    ),
    { numRuns: 300 },
  );
  const before = process.cpuUsage().user;
  for (const file of ['setup.py', 'setup.cfg', 'pyproject.toml'])
    readNeeds(file, `[project]\ninstall_requires=[${'"a",'.repeat(40_000)}`);
  t.ok(process.cpuUsage().user - before < 5_000_000, 'no list takes for ever');
  t.end();
});
