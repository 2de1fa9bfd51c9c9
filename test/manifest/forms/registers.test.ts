import t from 'tap';
import { isLanguageTag, languageTag } from '../../../src/manifest/forms/language-tag.ts';
import { canonicalLicence, licence } from '../../../src/manifest/forms/licence.ts';
import { table } from './table.ts';

table(
  'a language tag consists of registered parts in their order',
  languageTag,
  [
    'en',
    'EN-us',
    'zh-cmn',
    'zh-Hant-TW',
    'sr-Latn',
    'qaa',
    'sl-IT-nedis',
    'de-1901-1996',
    'en-GB-oed',
    'i-default',
    'x-private',
    'art-x-a',
    'en-x-a',
    'en-001',
    'en-UK',
    'en-XX',
    'zh-Zzzz',
    'zh-Qaaa',
    'iw',
    'de-DE-u-co-phonebk',
    'en-t-fr',
    'ger',
    'ja-JP-x-lvariant-JP',
    'zh-yue-HK',
    'en-a-bbb',
    'en-1-abc-u-nu-latn',
    'en-t-it-m0-true',
    'en-t-m0-true',
    'en-CT',
  ],
  [
    '',
    'xx',
    'eng',
    'fin',
    'en_US',
    'root',
    'a',
    'abcd',
    'abcde',
    'en-',
    'en--US',
    'en-US-GB',
    'en-999',
    'fr-FR-Latn',
    'sr-Xxxx',
    'en-a',
    'en-a-b',
    'x',
    'valencia-ca',
    'en-US-posix',
    'de-1996-1996',
    'zh-abc',
    'en-yue',
    'zh-yue-gan',
    'en-u-nu-latn-u-ca-gregory',
    'en-t-xx',
    ' en',
    'en, da',
    'English',
    `en-x${'-a'.repeat(60)}`,
    'toString',
    '__proto__',
  ],
  'language',
);

t.test('a wrong language tag gets the right one as a hint', (t) => {
  t.match(languageTag('eng'), { hint: 'Did you mean `en`?' });
  t.match(languageTag('pt_BR'), { hint: 'Did you mean `pt-BR`?' });
  t.match(languageTag('nonsense words'), { hint: /BCP 47/ });
  t.equal(isLanguageTag('constructor'), false);
  t.end();
});

table(
  'a licence is an expression of SPDX',
  licence,
  [
    'MIT',
    'mit',
    'EUPL-1.2',
    'EUPL-1.2+',
    'EUPL-1.2-or-later',
    'GPL-3.0',
    'AGPL-3.0-OR-later',
    'GPL-2.0-only+',
    'MIT OR (Apache-2.0 AND ISC)',
    'MIT OR  ISC',
    ' MIT',
    'MIT\n',
    'GPL-2.0-only with classpath-exception-2.0',
    'LicenseRef-x',
    'DocumentRef-a:LicenseRef-b',
    'MIT OR LicenseRef-x.1',
    'Apache-2.0-only',
    'mit-only OR ISC',
    'GPL-2.0+ WITH Classpath-exception-2.0',
  ],
  [
    '',
    'EUPL',
    'GPL',
    'proprietary',
    'NONE',
    'NOASSERTION',
    'MIT or ISC',
    'MIT and ISC',
    'MIT ISC',
    'MIT, ISC',
    'MIT/ISC',
    'MIT)',
    '(MIT',
    'OR MIT',
    'MIT +',
    'MIT\tOR ISC',
    'MIT WITH x',
    'MIT WITH',
    'LicenseRef-',
    'LicenseRef-a_b',
    'AdditionRef-x',
    'MIT-Only',
    'Nunit-only',
    'Nunit-or-later',
    'MIT+ WITH Bison-exception-2.2',
    'MIT-or-later with Bison-exception-2.2',
    'LicenseRef-x WITH Bison-exception-2.2',
    'Bison-exception-2.2',
    '?',
    '1',
    `${'('.repeat(80)}MIT${')'.repeat(80)}`,
    `MIT${' OR MIT'.repeat(60)}`,
  ],
  'licence',
);

t.test('a licence is spelt as the list spells it', (t) => {
  t.equal(canonicalLicence('agpl-3.0-OR-later'), 'AGPL-3.0-or-later');
  t.equal(canonicalLicence(' ( mit  OR eupl-1.2-or-later ) '), '(MIT OR EUPL-1.2+)');
  t.equal(canonicalLicence('gpl-2.0-only with CLASSPATH-exception-2.0'), 'GPL-2.0-only WITH Classpath-exception-2.0');
  t.equal(canonicalLicence('apache-2.0-only'), 'Apache-2.0');
  t.match(licence('MIT+ WITH Bison-exception-2.2'), { hint: /Leave out/, note: /SPDX allows/ });
  t.match(licence('EUPL-1.3'), { hint: /Did you mean `EUPL-1\.[0-9]`/ });
  t.match(licence('some licence of our own'), { hint: /spdx\.org/ });
  t.end();
});
