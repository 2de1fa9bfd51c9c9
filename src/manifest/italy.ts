import { ipaCode } from './forms/texts.ts';
import { oneOf } from './forms/words.ts';
import { boolean, key, map, text, textOrEmpty } from './shapes.ts';

const flags = (...names: string[]) =>
  map(Object.fromEntries(names.map((name) => [name, key('true or false', boolean)])));

const section = map({
  countryExtensionVersion: key(
    'the version of the Italian section',
    text(oneOf('enum', ['0.2', '1.0'], 'a version of the Italian section')),
  ),
  conforme: key(
    'which guidelines it follows',
    flags('lineeGuidaDesign', 'modelloInteroperabilita', 'misureMinimeSicurezza', 'gdpr'),
    { deprecated: 'Use `supports` instead.', deprecatedEvenEmpty: true },
  ),
  riuso: key(
    'who offers it for reuse',
    map({
      codiceIPA: key('the code of the body', textOrEmpty(ipaCode), {
        deprecated: 'Use `organisation.uri` with urn:x-italian-pa: and this code.',
        note: 'Whether the register of public bodies has this code is not checked.',
      }),
    }),
  ),
  piattaforme: key('which platforms it works with', flags('spid', 'cie', 'anpr', 'pagopa', 'io')),
});

/** The only sections of a country that were ever defined, under both their names. */
export const italy = {
  IT: key('the Italian section', section, {
    deprecated: 'Use `supports` and `organisation` instead.',
    note: 'The text of the standard has given up sections of countries since 0.7; its validators do not say so yet.',
  }),
  it: key('the Italian section', section, { deprecated: 'Write it in capitals: `IT`.', deprecatedEvenEmpty: true }),
};
