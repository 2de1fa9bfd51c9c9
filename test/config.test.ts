import t from 'tap';
import { describeConfig, type RawConfig, readEnv, toConfig } from '../src/config.ts';
import { CodedError } from '../src/kernel/errors.ts';

const noFile = (): string => {
  throw new Error('no file was named');
};
const configOf = (env: Record<string, string>, readFile = noFile) => toConfig(readEnv(env, readFile));

function refusalOf(act: () => unknown): CodedError {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

t.test('an empty environment gives the defaults of the schema', (t) => {
  const config = configOf({ PATH: '/bin', ALMINDINGX: 'not ours' });
  t.match(config, { data: './data', host: 'localhost', port: 8080, builtIn: true, token: '', logLevel: 'info' });
  for (const { key, default: fallback } of describeConfig().slice(0, -1))
    t.equal(String(config[key as keyof typeof config]), fallback, `${key} has its default`);
  t.end();
});

t.test('variables are named after the keys, and numbers and switches are read from text', (t) => {
  const env = { ALMINDING_PORT: '0', ALMINDING_BUILT_IN: 'false', ALMINDING_REMOVAL_DAYS: '7', ALMINDING_NAME: '42' };
  t.match(configOf(env), { port: 0, builtIn: false, removalDays: 7, name: '42' });
  t.end();
});

t.test('an empty variable counts as not set', (t) => {
  t.match(configOf({ ALMINDING_PORT: '', ALMINDING_CONFIG: '' }), { port: 8080 });
  t.end();
});

t.test('the file gives what the environment leaves out', (t) => {
  const file = JSON.stringify({ port: 9000, name: 'From the file', builtIn: false });
  const config = configOf({ ALMINDING_CONFIG: 'a.json', ALMINDING_PORT: '9001' }, () => file);
  t.match(config, { port: 9001, name: 'From the file', builtIn: false });
  t.end();
});

t.test('reading twice gives two separate configurations', (t) => {
  const raw: RawConfig = { values: [], problems: [] };
  const first = toConfig(raw);
  first.port = 1;
  t.equal(toConfig(raw).port, 8080);
  t.end();
});

t.test('a value that cannot be used is named with its variable and with what is allowed', (t) => {
  const cases: [string, string, RegExp][] = [
    ['ALMINDING_PORT', '80a', /ALMINDING_PORT is "80a": it must be a whole number from 0 to 65535/],
    ['ALMINDING_PORT', '65536', /ALMINDING_PORT is 65536: it must be a whole number from 0 to 65535/],
    ['ALMINDING_PORT', '-1', /is -1/],
    ['ALMINDING_PORT', '8080.5', /is "8080.5"/],
    ['ALMINDING_BUILT_IN', 'yes', /ALMINDING_BUILT_IN is "yes": it must be true or false/],
    ['ALMINDING_LOG_LEVEL', 'loud', /one of fatal, error, warn, info, debug, silent/],
    ['ALMINDING_NAME', 'x'.repeat(81), /ALMINDING_NAME is "x{59}…: it must be text of at most 80 characters/],
    ['ALMINDING_URL', 'catalogue.example', /ALMINDING_URL is "catalogue.example": it must be an http or https address/],
    ['ALMINDING_URL', 'https://catalogue.example/', /slash at the end/],
    ['ALMINDING_URL', 'https://me@catalogue.example', /without user/],
    ['ALMINDING_URL', 'ftp://catalogue.example', /http or https/],
    ['ALMINDING_TRUST_PROXY', '10.0.0.0/33', /IP addresses or ranges/],
    ['ALMINDING_TRUST_PROXY', 'proxy.example', /IP addresses or ranges/],
    ['ALMINDING_DATA', 'a\0b', /the path of a folder/],
    ['ALMINDING_HOST', 'local host', /an IP address or the name of this machine/],
  ];
  for (const [name, value, message] of cases) {
    const refusal = refusalOf(() => configOf({ [name]: value }));
    t.equal(refusal.code, 'invalid-configuration');
    t.equal(refusal.problems.length, 1, `${name}=${value.slice(0, 20)}: one problem`);
    t.match(refusal.problems[0]?.message, message);
    t.match(refusal.message, message);
  }
  t.end();
});

t.test('addresses, ranges and tokens that are good pass', (t) => {
  t.equal(configOf({ ALMINDING_URL: 'https://catalogue.example/shared' }).url, 'https://catalogue.example/shared');
  t.equal(configOf({ ALMINDING_URL: 'http://localhost:8080' }).url, 'http://localhost:8080');
  const ranges = '127.0.0.1, 10.0.0.0/8, ::1, fd00::/8';
  t.equal(configOf({ ALMINDING_TRUST_PROXY: ranges }).trustProxy, ranges);
  t.equal(configOf({ ALMINDING_TOKEN: '0123456789abcdef' }).token, '0123456789abcdef');
  t.equal(configOf({ ALMINDING_HOST: '::1' }).host, '::1');
  t.end();
});

t.test('secrets of webhooks name a forge each, and are in no message', (t) => {
  const good = 'github=0123456789abcdef, gitlab=whsec_MDEyMzQ1Njc4OQ== forgejo=0123456789abcdef';
  t.equal(configOf({ ALMINDING_HOOK_SECRETS: good }).hookSecrets, good);
  for (const bad of ['0123456789abcdefg', 'github=tooshortsecret', 'git.example.org=0123456789abcdefg']) {
    const refusal = refusalOf(() => configOf({ ALMINDING_HOOK_SECRETS: bad }));
    t.notMatch(JSON.stringify({ ...refusal, message: refusal.message }), /0123456789|tooshort/);
  }
  t.end();
});

t.test('the value of the token is in no message', (t) => {
  for (const token of ['shortsecret', 'a secret with spaces in it', 'sécret-sécret-sécret']) {
    const refusal = refusalOf(() => configOf({ ALMINDING_TOKEN: token }));
    t.match(refusal.message, /ALMINDING_TOKEN has a value that cannot be used: it must be at least 16 characters/);
    t.notOk(JSON.stringify({ ...refusal, message: refusal.message }).includes(token));
  }
  for (const content of ['{"token": "topsecret-topsecret"', '{"token": topsecret-topsecret}', '["topsecret"]']) {
    const refusal = refusalOf(() => configOf({ ALMINDING_CONFIG: 'a.json' }, () => content));
    t.notMatch(refusal.message, /topsecret/);
  }
  const number = refusalOf(() => configOf({ ALMINDING_CONFIG: 'a.json' }, () => '{"token": 1234567890123456}'));
  t.notMatch(number.message, /1234567/);
  t.end();
});

t.test('an unknown name is refused, with the name that was probably meant', (t) => {
  const refusal = refusalOf(() => configOf({ ALMINDING_PROT: '80', ALMINDING_COLOUR_OF_THE_SEA: 'blue' }));
  t.equal(refusal.problems.length, 2);
  t.match(refusal.problems, [
    { message: /ALMINDING_COLOUR_OF_THE_SEA is no setting/, hint: /serve --help/ },
    { message: /ALMINDING_PROT is no setting/, hint: 'Did you mean ALMINDING_PORT?' },
  ]);
  const inFile = refusalOf(() => configOf({ ALMINDING_CONFIG: 'a.json' }, () => '{"buildIn": false, "__proto__": {}}'));
  t.match(inFile.problems, [{ message: /buildIn in a.json is no setting/, hint: 'Did you mean builtIn?' }, {}]);
  t.end();
});

t.test('all that is wrong is said at once', (t) => {
  const refusal = refusalOf(() => configOf({ ALMINDING_PORT: 'x', ALMINDING_BUILT_IN: 'y', ALMINDING_TOKEN: 'z' }));
  t.same(refusal.problems.map(({ pointer }) => pointer).sort(), ['/builtIn', '/port', '/token']);
  t.end();
});

t.test('a file that cannot be read or holds something else is named', (t) => {
  const of = (readFile: () => string) => refusalOf(() => configOf({ ALMINDING_CONFIG: 'a.json' }, readFile)).message;
  t.match(
    of(() => {
      throw new Error('ENOENT: no such file or directory');
    }),
    /ALMINDING_CONFIG: the file cannot be read \(ENOENT/,
  );
  t.match(
    of(() => '{'),
    /a.json is not well-formed JSON/,
  );
  t.match(
    of(() => '[]'),
    /one JSON object/,
  );
  t.match(
    of(() => `"${' '.repeat(70_000)}"`),
    /larger than 65536 bytes/,
  );
  t.match(refusalOf(() => toConfig(readEnv({ ALMINDING_CONFIG: '/nowhere/a.json' }))).message, /ENOENT/);
  t.end();
});

t.test('exceptions for outgoing requests have scheme, host, port and range', (t) => {
  const good = 'http://peer-b.local:4011=127.0.0.0/8, https://[::1]:443=::1/128';
  t.equal(configOf({ ALMINDING_NET_EXCEPTIONS: good }).netExceptions, good);
  t.equal(configOf({}).netExceptions, '', 'none by default');
  for (const wrong of [
    '*',
    'http://a=10.0.0.0/8',
    'http://a:0=10.0.0.0/8',
    'http://a:80',
    'http://a:80=10.0.0.1',
    'a:80=10.0.0.0/8',
  ])
    t.match(refusalOf(() => configOf({ ALMINDING_NET_EXCEPTIONS: wrong })).message, /peer-b\.local:4011/, wrong);
  t.end();
});

t.test('every key is described with its variable, and the file comes last', (t) => {
  const keys = describeConfig();
  t.match(
    keys.find(({ key }) => key === 'builtIn'),
    { variable: 'ALMINDING_BUILT_IN', allowed: 'true or false', default: 'true' },
  );
  t.equal(keys.at(-1)?.variable, 'ALMINDING_CONFIG');
  t.ok(keys.every(({ description, allowed }) => description.length > 10 && allowed.length > 3));
  t.end();
});
