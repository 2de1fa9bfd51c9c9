import t from 'tap';
import {
  anyAddress,
  bodyUri,
  fileOrAddress,
  supportedThing,
  webAddress,
} from '../../../src/manifest/forms/addresses.ts';
import { parseUrl } from '../../../src/manifest/forms/parse-url.ts';
import { table } from './table.ts';

table(
  'an address has a scheme, and a host or something behind it',
  anyAddress,
  [
    'https://a.example',
    'HTTP://A.EXAMPLE/b',
    'git://a.example/b.git',
    'ssh://git@a.example/b',
    'mailto:a@b',
    'urn:a:b',
    'file:///a/b',
    'x:#y',
    'https://a.example/å b|{c}[d]?e=f#g',
    'https://u:p@a.example:99999/',
    'http://[::1]:80/x',
    'https://æ.example',
    'https://a%25b/',
    'https://a%c3%a9.example/',
  ],
  [
    '',
    'a.example',
    '/a',
    '//a.example',
    'https://',
    'https:///a',
    'file://',
    'file:///',
    ' https://a.example',
    'https://a.example ',
    'https://a b.example',
    'https://a.example/%zz',
    'https://a.example/#%zz',
    'https://%41.example',
    'https://a.example:x/',
    'http://[::1/',
    'http://[::1]x/',
    'git@a.example:b/c',
    '1a://b',
    ':a',
    'https://a\n',
    'https://u%z@a.example',
    'https://a|b@c.example',
    '%zz',
    'a/b:c',
  ],
  'url',
);

table(
  'a web address has http or https and a host',
  webAddress,
  ['http://a', 'https://a.example/b?c#d'],
  ['', 'a.example/b', 'ftp://a.example', 'https:a.example', 'https:/a.example', 'javascript:alert(1)'],
  'web-address',
);

t.test('an address without its scheme gets a hint', (t) => {
  t.match(webAddress('www.a.example/b'), { suggestion: 'https://www.a.example/b' });
  t.match(webAddress('the web site'), { hint: /whole address/ });
  t.same(parseUrl('https://u@A.example:1/b/c?d#e'), {
    scheme: 'https',
    host: 'A.example:1',
    opaque: '',
    path: '/b/c',
    fragment: 'e',
  });
  t.same(parseUrl('a/b'), { scheme: '', host: '', opaque: '', path: 'a/b', fragment: '' });
  t.equal(parseUrl('mailto:a@b', true), null);
  t.end();
});

table(
  'a body is identified by an address with a host, or a URN',
  bodyUri,
  ['https://a.example/#b', 'ftp://a.example', 'urn:isbn:1', 'URN:x-italian-pa:c_x1', 'urn:a:%41'],
  [
    '',
    'a.example',
    'mailto:a@b',
    'urn:a',
    'urn:-a:b',
    'urn:urn:b',
    'urn:a:b c',
    'urn:a:b?+c',
    `urn:${'a'.repeat(33)}:b`,
    'did:web:a',
    '/a',
    'https://a b/',
  ],
  'uri',
);

t.test('what is supported is an alias of the list, or a URI', (t) => {
  for (const text of ['alias:gdpr', 'alias:io', 'urn:a:b', 'https://a.example'])
    t.equal(supportedThing(text), undefined, text);
  t.match(supportedThing('alias:toString'), { rule: 'alias', hint: /alias:gdpr/ });
  t.match(supportedThing('alias:'), { rule: 'alias' });
  t.match(supportedThing('gdpr'), { rule: 'uri' });
  t.end();
});

table(
  'a picture is a path or an address',
  fileOrAddress,
  ['', 'a.png', 'a/b c.svg', 'https://a.example/b.png', 'c:\\a.png'],
  ['/a.png', '//a.example/b', 'file:///a.png'],
  'file-path',
);
