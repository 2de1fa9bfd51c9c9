import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { agreement, agreementOfAll } from '../../src/licence/agree.ts';
import { readFound } from '../../src/licence/found.ts';

t.test('package.json and composer.json declare a text, an object or a list, which is a choice', async (t) => {
  t.same(readFound('package.json', '{"license":"EUPL-1.2"}'), [{ at: 'license', value: 'EUPL-1.2', spdx: 'EUPL-1.2' }]);
  t.same(readFound('api/composer.json', '{"license":"proprietary"}'), [{ at: 'license', value: 'proprietary' }]);
  t.same(readFound('composer.json', '{"license":["MIT","GPL-2.0-or-later AND Zlib"]}'), [
    { at: 'license', value: '["MIT", "GPL-2.0-or-later AND Zlib"]', spdx: 'MIT OR (GPL-2.0-or-later AND Zlib)' },
  ]);
  t.same(readFound('package.json', '{"licenses":[{"type":"MIT","url":"x"}]}'), [
    { at: 'licenses', value: 'MIT', spdx: 'MIT' },
  ]);
  for (const text of ['{}', '{"license":7}', '{"license":""}', '[]', 'null', '{', '{"license":null}'])
    t.same(readFound('package.json', text), [], text);
});

t.test('Python packages declare in an assignment and in classifiers, often without a version', async (t) => {
  const setup = `setup(
    name="x",
    classifiers=[
        "License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
        "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)",
    ],
    # license="commented out",
    license="GPL version 2",
)`;
  t.same(readFound('setup.py', setup), [
    { at: 'license', value: 'GPL version 2' },
    { at: 'classifier', value: 'License :: OSI Approved :: GNU General Public License v2 (GPLv2)' },
    { at: 'classifier', value: 'License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)', spdx: 'MPL-2.0' },
  ]);
  t.same(readFound('setup.py', "setup(name='x', license='MIT', version='1')")[0]?.spdx, 'MIT');
  t.same(
    readFound('setup.cfg', '[metadata]\nlicense = MIT\nclassifiers =\n  License :: OSI Approved :: MIT License\n'),
    [
      { at: 'license', value: 'MIT', spdx: 'MIT' },
      { at: 'classifier', value: 'License :: OSI Approved :: MIT License', spdx: 'MIT' },
    ],
  );
  t.same(readFound('pyproject.toml', '[project]\nlicense = "MPL-2.0"\n')[0], {
    at: 'license',
    value: 'MPL-2.0',
    spdx: 'MPL-2.0',
  });
  t.same(readFound('pyproject.toml', '[project]\nlicense = {text = "GPL"}\n')[0], { at: 'license', value: 'GPL' });
  t.same(readFound('pyproject.toml', '[project]\nlicense = {file = "LICENSE"}\n'), []);
});

t.test('Other files, and those that are too long, declare nothing', async (t) => {
  t.same(readFound('README.md', 'license = "MIT"'), []);
  t.same(readFound('package.json', `{"license":"MIT"}${' '.repeat(LIMITS.licenceTextLength)}`), []);
});

t.test('Declared and found agree, disagree, or it is not known', async (t) => {
  t.equal(agreement('MPL-2.0', { value: 'MPL-2.0', spdx: 'MPL-2.0' }), 'agree');
  t.equal(agreement('MPL-2.0', { value: 'proprietary' }), 'disagree');
  t.equal(agreement('BUSL-1.1', { value: 'proprietary' }), 'unknown');
  t.equal(agreement('MPL-2.0', { value: 'MIT', spdx: 'MIT' }), 'disagree');
  t.equal(agreement('GPL-2.0-only', { value: 'GPL' }), 'unknown');
  t.equal(agreement('GPL-2.0-only', { value: 'x', spdx: 'no id' }), 'unknown');
  t.equal(agreement(undefined, { value: 'MIT', spdx: 'MIT' }), 'unknown');
  t.equal(agreement('GPL', { value: 'MIT', spdx: 'MIT' }), 'unknown');
  t.equal(agreement('GPL-2.0-or-later', { value: 'text', ids: ['GPL-2.0-only', 'GPL-2.0-or-later'] }), 'agree');
  t.equal(agreement('MIT AND GPL-3.0-only WITH GCC-exception-3.1', { value: 'text', ids: ['MIT'] }), 'agree');
  t.equal(agreement('GPL-3.0-only', { value: 'text', ids: ['MIT'] }), 'disagree');
  t.equal(agreementOfAll('MPL-2.0', []), 'unknown');
  t.equal(agreementOfAll('MPL-2.0', [{ value: 'MPL' }]), 'unknown');
  t.equal(agreementOfAll('MPL-2.0', [{ value: 'a', ids: ['MPL-2.0'] }, { value: 'GPL' }]), 'agree');
  t.equal(agreementOfAll('MPL-2.0', [{ value: 'a', ids: ['MPL-2.0'] }, { value: 'proprietary' }]), 'disagree');
});
