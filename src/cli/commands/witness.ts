import { COSIGNATURE_KEY, fingerprint, NOTE_KEY, parseVerifierKey, type VerifierKey } from '../../journal/key.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Store } from '../../store/port.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { plain, table } from '../text.ts';

export const command: Command = {
  name: 'witness',
  summary: 'Names the logs of others that this catalogue cosigns, and the witnesses that cosign ours.',
  usage: 'alminding witness ACTION… [options]',
  details: [
    '`alminding witness list` shows both. The logs of catalogues that are mirrored here are cosigned without being named.',
    '`alminding witness add VKEY` lets this catalogue cosign a log that is none of a catalogue: its verifier key is name+id+key, and its name the origin line of its checkpoints. Whoever runs the log sends checkpoints to /add-checkpoint (C2SP tlog-witness). `alminding witness remove ORIGIN` ends that; what was cosigned is remembered.',
    '`alminding witness ask URL VKEY` asks a witness to cosign each new head of ours: URL is what stands before /add-checkpoint, VKEY its verifier key for cosignatures. `alminding witness forget VKEY` ends that.',
  ],
  options: [],
  exits: [
    { code: GOOD, when: 'it is done' },
    { code: COULD_NOT, when: 'VKEY is no key, or there is nothing of that name' },
  ],
  async run(context) {
    const [action = '', ...words] = context.args;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action as keyof typeof ACTIONS] : undefined;
    if (act === undefined)
      throw new CodedError('invalid-parameter', `\`${plain(action)}\` is none of ${Object.keys(ACTIONS).join(', ')}.`);
    const open = act === add || act === ask ? withCatalogue : withExisting;
    return open(context, 'witness', ({ store }) => act(context, store, words));
  },
};

const ACTIONS = { list, add, remove, ask, forget };

async function list({ io, json }: Context, store: Store, words: string[]): Promise<number> {
  take(words, []);
  const [logs, witnesses] = [await store.listWitnessed(), await store.listWitnesses()];
  const known = logs.filter(({ keys }) => keys.length > 0);
  if (json) {
    const shown = known.map(({ origin, keys, mirrored, size, cosigned }) => ({
      origin,
      keys,
      mirrored,
      size,
      cosigned: at(cosigned),
    }));
    printJson(io, { cosigned: shown, witnesses: witnesses.map((one) => ({ ...one, cosigned: at(one.cosigned) })) });
    return GOOD;
  }
  const rows = known.map(({ origin, mirrored, size, cosigned }) => [
    origin,
    mirrored ? 'mirrored' : 'named',
    String(size),
    at(cosigned) ?? 'never',
  ]);
  if (rows.length > 0) io.out(table(['Cosigned here', 'Why', 'Size', 'Last'], rows, io.columns));
  const asked = witnesses.map(({ key, url, size, cosigned, problem }) => [
    key.split('+')[0] ?? '',
    url,
    String(size),
    problem ?? at(cosigned) ?? 'not yet',
  ]);
  if (asked.length > 0) io.out(table(['Asked to cosign ours', 'Where', 'Size', 'Last'], asked, io.columns));
  if (rows.length + asked.length === 0) io.out('No log of others is cosigned, and no witness is asked.\n');
  return GOOD;
}

const at = (ms: number | null): string | null => (ms === null || ms === 0 ? null : toRfc3339(ms));

async function add(context: Context, store: Store, words: string[]): Promise<number> {
  const { vkey } = take(words, ['vkey']);
  const key = keyOf(vkey, NOTE_KEY, 'It is a key for cosignatures, and not one of a log.');
  const before = await store.getWitnessed(key.name);
  if (before?.mirrored) throw new CodedError('conflict', `${key.name} is mirrored here, and cosigned for that.`);
  const keys = [...new Set([vkey, ...(before?.keys ?? [])])];
  await store.putWitnessed({ origin: key.name, keys, mirrored: false });
  say(context, { origin: key.name, keys }, `${key.name} is cosigned here from now on.\n  ${fingerprint(vkey)}`);
  return GOOD;
}

async function remove(context: Context, store: Store, words: string[]): Promise<number> {
  // Who pastes the whole key means the log of that name: no name has a `+`.
  const origin = take(words, ['origin']).origin.split('+')[0] as string;
  const log = await store.getWitnessed(origin);
  if (log === null || log.keys.length === 0) throw new CodedError('not-found', `${origin} is not cosigned here.`);
  if (log.mirrored) throw new CodedError('conflict', `${origin} is mirrored here: remove the peer.`);
  await store.dropWitnessed(origin);
  say(context, { origin, removed: true }, `${origin} is no longer cosigned here.`);
  return GOOD;
}

async function ask(context: Context, store: Store, words: string[]): Promise<number> {
  const { url, vkey } = take(words, ['url', 'vkey']);
  const key = keyOf(vkey, COSIGNATURE_KEY, 'It is the key of a log, and not one for cosignatures.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CodedError('invalid-parameter', `${plain(url)} is no http or https address.`);
  await store.putWitness({ key: vkey, url: url.replace(/\/+$/, '') });
  say(context, { key: vkey, url }, `${key.name} is asked to cosign each new head.\n  ${fingerprint(vkey)}`);
  return GOOD;
}

async function forget(context: Context, store: Store, words: string[]): Promise<number> {
  const { vkey } = take(words, ['vkey']);
  if (!(await store.dropWitness(vkey))) throw new CodedError('not-found', 'No such witness is asked.');
  say(context, { key: vkey, removed: true }, 'It is no longer asked.');
  return GOOD;
}

function take<N extends string>(words: string[], names: readonly N[]): Record<N, string> {
  if (words.length !== names.length) {
    const wanted = names.length === 0 ? 'no further word' : names.join(' and ').toUpperCase();
    throw new CodedError('invalid-parameter', `This takes ${wanted}. \`alminding witness --help\` says more.`);
  }
  return Object.fromEntries(names.map((name, i) => [name, words[i] as string])) as Record<N, string>;
}

function keyOf(text: string, type: VerifierKey['type'], other: string): VerifierKey {
  let key: VerifierKey;
  try {
    key = parseVerifierKey(text);
  } catch (error) {
    throw new CodedError('invalid-parameter', error instanceof Error ? error.message : undefined, { cause: error });
  }
  if (key.type !== type) throw new CodedError('invalid-parameter', other);
  return key;
}

function say({ io, json }: Context, value: object, words: string): void {
  if (json) printJson(io, value);
  else io.out(`${words}\n`);
}
