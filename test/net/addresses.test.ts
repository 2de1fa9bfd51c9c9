import t from 'tap';
import { isPublic, parseExceptions, permits, targetOf } from '../../src/net/addresses.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { refusalOf } from '../helpers/refused.ts';

/** Hosts as somebody might write them, none of which leads to a public address. */
const HOSTS = [
  // Loopback and its other spellings.
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1'],
  ...['017700000001', '0177.0.0.1', '0177.1', '127.0.0.1.', '%31%32%37.0.0.1', '①②⑦.0.0.1', '127。0。0。1'],
  // This network and everybody.
  ...['0.0.0.0', '0', '0.0.0.1', '0x0', '255.255.255.255', '4294967295'],
  // Private networks.
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '167772161',
    '012.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '3232235521',
  ],
  // Link-local, and where clouds answer questions about themselves.
  ...['169.254.0.1', '169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376'],
  // Shared, benchmarking, documentation, relays, multicast, reserved.
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.1',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.19.255.255',
  ],
  ...['198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '254.255.255.255'],
  ...['192.175.48.1', '192.31.196.1', '192.52.193.1'],
  // IPv6: unspecified, loopback, mapped, compatible, translated.
  ...[
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:10.0.0.1]',
    '[::127.0.0.1]',
  ],
  ...[
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2002:a00:1::1]',
  ],
  // IPv6: local, multicast, documentation, tunnels, unassigned.
  ...['[fc00::1]', '[fd12:3456:789a::1]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[ff02::1]', '[ff0e::1]', '[100::1]'],
  ...[
    '[2001:db8::1]',
    '[3fff::1]',
    '[2001::1]',
    '[2001:2::1]',
    '[2001:10::1]',
    '[2001:20::1]',
    '[5f00::1]',
    '[4000::1]',
    '[::2]',
  ],
];

t.test('No address that is not public is asked, however it is written', async (t) => {
  t.ok(HOSTS.length >= 60, `${HOSTS.length} spellings`);
  const net = createNet();
  t.teardown(() => net.close());
  for (const host of HOSTS) {
    t.ok(URL.canParse(`https://${host}/`), `${host} is an address`);
    await t.rejects(net.fetch({ url: `https://${host}/`, maxBytes: 10 }), { code: 'address-refused' }, host);
    await t.rejects(net.approve(`https://${host}/`), { code: 'address-refused' }, `${host} for other programs`);
  }
});

t.test('Public addresses are public', async (t) => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '192.167.0.1', '100.63.0.1', '169.253.0.1'])
    t.ok(isPublic(address), address);
  for (const address of ['2606:4700:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8']) t.ok(isPublic(address), address);
  for (const text of ['', 'localhost', '1.2.3', 'not an address']) t.notOk(isPublic(text), text);
});

t.test('Only https without user and password is asked', async (t) => {
  for (const url of [
    'http://1.1.1.1/',
    'ftp://1.1.1.1/',
    'file:///etc/passwd',
    'data:,x',
    'git://1.1.1.1/x',
    'unix:/run/x',
  ])
    t.equal(
      refusalOf(() => targetOf([], new URL(url))),
      'address-refused',
      url,
    );
  t.equal(
    refusalOf(() => targetOf([], new URL('https://user@1.1.1.1/'))),
    'address-refused',
  );
  t.equal(
    refusalOf(() => targetOf([], new URL('https://:secret@1.1.1.1/'))),
    'address-refused',
  );
  t.same(targetOf([], new URL('https://EXAMPLE.org/')), { scheme: 'https:', host: 'example.org', port: 443 });
});

t.test('An exception holds for one scheme, host, port and range, and for nothing else', async (t) => {
  const exceptions = parseExceptions(
    'http://peer-b.local:4011=127.0.0.0/8, https://[::1]:8443=::1/128\nhttp://127.0.0.1:80=127.0.0.1/32',
  );
  t.equal(exceptions.length, 3);
  const peer = { scheme: 'http:', host: 'peer-b.local', port: 4011 };
  t.ok(permits(exceptions, peer, '127.0.0.1'));
  t.ok(permits(exceptions, peer, '::ffff:127.3.0.1'), 'mapped addresses are what they map to');
  t.notOk(permits(exceptions, peer, '10.0.0.1'), 'another range');
  t.notOk(permits(exceptions, peer, '1.1.1.1'), 'a public address over http');
  t.notOk(permits(exceptions, peer, '::1'), 'another family');
  t.notOk(permits(exceptions, { ...peer, port: 4012 }, '127.0.0.1'), 'another port');
  t.notOk(permits(exceptions, { ...peer, host: 'peer-c.local' }, '127.0.0.1'), 'another host');
  t.notOk(permits(exceptions, { ...peer, scheme: 'https:' }, '127.0.0.1'), 'another scheme');
  t.ok(permits(exceptions, { scheme: 'https:', host: '[::1]', port: 8443 }, '::1'));
  t.ok(permits([], { scheme: 'https:', host: 'example.org', port: 443 }, '1.1.1.1'));
  t.same(targetOf(exceptions, new URL('http://127.1/')), { scheme: 'http:', host: '127.0.0.1', port: 80 });
});

t.test('What is no exception is refused in words', async (t) => {
  const wrong = [
    'peer:1=127.0.0.0/8',
    'http://peer=127.0.0.0/8',
    'http://peer:0=127.0.0.0/8',
    'http://peer:70000=127.0.0.0/8',
  ];
  wrong.push('http://peer:80=127.0.0.1', 'http://peer:80', 'ftp://peer:21=127.0.0.0/8', 'http://peer:80/x=127.0.0.0/8');
  wrong.push('http://peer:80=127.0.0.0/33', 'http://a b:80=127.0.0.0/8', 'http://user@peer:80=127.0.0.0/8', '*');
  for (const text of wrong)
    t.equal(
      refusalOf(() => parseExceptions(text)),
      'invalid-configuration',
      text,
    );
  t.same(parseExceptions(' , \n'), []);
});
