import { resolve } from 'node:path';
import { fingerprint, type SignerKey } from '../../journal/key.ts';
import type { KeyDocument } from '../../journal/key-document.ts';
import { newSalt } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { currentKeys } from '../../logs/control.ts';
import { exportKeys } from '../../logs/key-change.ts';
import { KEY_NAMES, type KeyName, keyFile, readKey } from '../../logs/key-files.ts';
import { ROTATED, type Rotated, recoverKeys, rotateKey } from '../../logs/rotate.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'key',
  summary: 'Shows, replaces, recovers and copies the keys of this network.',
  usage: 'alminding key ACTION [options]',
  details: [
    '`alminding key show` shows the eight words by which others pin this network (those of its first root key), then all keys that the log names, each with its words, and which secrets lie in the data folder.',
    '`alminding key rotate` makes a new log key. The old one signs beside it until the next rotation, so that no mirror is cut off. With --what witness or root that key is replaced. The root key signs the change; where it is kept elsewhere, --signers names its file. The running service takes the new key with its next head.',
    '`alminding key recover --with FILE` makes all keys anew, signed with the recovery key in FILE: when the others are lost or in foreign hands. The old log key signs nothing any more.',
    '`alminding key export --to FOLDER` copies the secrets to a new folder, such as one on a stick. With --move the root and recovery keys are taken out of the data folder: they are needed for changes only. To bring keys back, copy the files into the folder keys of the data folder.',
  ],
  options: [
    { flag: '--what W', description: 'rotate: log (else), witness or root.' },
    { flag: '--signers FILES', description: 'rotate, recover: files of further root keys, separated by commas.' },
    {
      flag: '--roots VKEYS',
      description: 'rotate --what root: verifier keys of the others who may sign, separated by commas.',
    },
    { flag: '--threshold N', description: 'rotate --what root: how many root keys must sign from now on.' },
    { flag: '--with FILE', description: 'recover: the file of the recovery key.' },
    { flag: '--to FOLDER', description: 'export: the new folder.' },
    {
      flag: '--only NAMES',
      description: `export: which keys, separated by commas: ${KEY_NAMES.join(', ')}. Else all.`,
    },
    { flag: '--move', description: 'export: take the root and recovery keys out of the data folder.' },
  ],
  exits: [
    { code: GOOD, when: 'it is done' },
    { code: COULD_NOT, when: 'a key is missing, does not fit, or can be read by others; or nobody has signed yet' },
  ],
  async run(context) {
    const [action = ''] = context.args;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action as keyof typeof ACTIONS] : undefined;
    if (act === undefined)
      throw new CodedError('invalid-parameter', `\`${plain(action)}\` is none of ${Object.keys(ACTIONS).join(', ')}.`);
    await act(context, resolve(context.config().data));
    return GOOD;
  },
};

const ACTIONS = { show, rotate, recover, export: exportAction };

async function show(context: Context, data: string): Promise<void> {
  const document = await withExisting(context, 'key', ({ store }) => currentKeys(store));
  if (document === null)
    throw new CodedError(
      'not-found',
      'The log names no keys yet: `alminding sign` writes them, or a start of the service.',
    );
  const here: KeyName[] = [];
  for (const name of KEY_NAMES) if ((await readKey(keyFile(data, name))) !== null) here.push(name);
  if (context.json) printJson(context.io, { ...documentJson(document), here });
  else context.io.out(`${documentWords(document)}In the data folder: ${here.join(', ') || 'no secrets'}\n`);
}

async function rotate(context: Context, data: string): Promise<void> {
  const { values } = context;
  const what = (values.what ?? 'log') as Rotated;
  if (!ROTATED.includes(what)) throw new CodedError('invalid-parameter', `--what is one of ${ROTATED.join(', ')}.`);
  const signers = await signersOf(values.signers);
  const threshold = values.threshold === undefined ? undefined : Number(values.threshold);
  if ((threshold !== undefined || values.roots !== undefined) && what !== 'root')
    throw new CodedError('invalid-parameter', '--threshold and --roots belong to --what root.');
  if (threshold !== undefined && !Number.isSafeInteger(threshold))
    throw new CodedError('invalid-parameter', '--threshold is a number.');
  const roots =
    threshold === undefined && values.roots === undefined
      ? undefined
      : { threshold: threshold ?? 1, keys: listOf(values.roots) };
  const document = await withExisting(context, 'key', ({ store, clock }) =>
    rotateKey({ store, clock, data, salt: newSalt(), signers }, what, roots),
  );
  report(context, document, `There is a new ${what} key.${what === 'root' ? FOLLOWED : ''}`);
}

/** The eight words change with the first root key. */
const FOLLOWED =
  ' Networks that have pinned this one follow by themselves; those that pin it from now on compare the new words.';

async function recover(context: Context, data: string): Promise<void> {
  const { values } = context;
  if (typeof values.with !== 'string')
    throw new CodedError('invalid-parameter', 'Name the file of the recovery key: --with FILE.');
  const recovery = await keyIn(values.with);
  const signers = await signersOf(values.signers);
  const document = await withExisting(context, 'key', ({ store, clock }) =>
    recoverKeys({ store, clock, data, salt: newSalt(), signers }, recovery),
  );
  report(context, document, `All keys are new.${FOLLOWED} Export the recovery key and keep it elsewhere.`);
}

async function exportAction({ values, json, io }: Context, data: string): Promise<void> {
  if (typeof values.to !== 'string') throw new CodedError('invalid-parameter', 'Name the new folder: --to FOLDER.');
  const move = values.move === true;
  const named = listOf(values.only);
  const wrong = named.find((name) => !(KEY_NAMES as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new CodedError('invalid-parameter', `${plain(wrong)} is none of ${KEY_NAMES.join(', ')}.`);
  const only = named.length > 0 ? (named as KeyName[]) : move ? (['root', 'recovery'] as const) : KEY_NAMES;
  const folder = resolve(values.to);
  const files = await exportKeys(data, folder, { only, move });
  if (json) printJson(io, { folder, files, moved: move });
  else io.out(`${folder} holds ${files.join(', ')}${move ? '; they are no longer in the data folder' : ''}.\n`);
}

const listOf = (value: string | boolean | undefined): string[] =>
  typeof value === 'string' ? value.split(',').filter((part) => part !== '') : [];

const signersOf = (value: string | boolean | undefined): Promise<SignerKey[]> => Promise.all(listOf(value).map(keyIn));

async function keyIn(file: string): Promise<SignerKey> {
  const key = await readKey(resolve(file));
  if (key === null) throw new CodedError('unreadable-file', `There is no file ${file}.`);
  return key;
}

function report({ json, io }: Context, document: KeyDocument, words: string): void {
  if (json) printJson(io, documentJson(document));
  else io.out(`${words}\n${documentWords(document)}`);
}

const withWords = (keys: readonly string[]) => keys.map((key) => ({ key, words: fingerprint(key) }));

const documentJson = ({ n, origin, log, witness, root, epoch }: KeyDocument): object => ({
  document: n,
  origin,
  words: fingerprint(root.keys[0] as string),
  log: withWords(log),
  witness: withWords(witness),
  root: { threshold: root.threshold, keys: withWords(root.keys) },
  ...(epoch === undefined ? {} : { epoch }),
});

function documentWords({ n, origin, log, witness, root }: KeyDocument): string {
  const lines = (title: string, keys: readonly string[]) =>
    keys.map((key) => `${title} ${key}\n  ${fingerprint(key)}\n`).join('');
  const of = `${root.threshold} of ${countOf(root.keys.length, 'root key')} must sign a change`;
  const words = `The eight words by which others pin this network (tell them by telephone or on your own website):\n  ${fingerprint(root.keys[0] as string)}\n`;
  return `${words}Key document ${n} of ${origin}; ${of}\n${lines('Log', log)}${lines('Witness', witness)}${lines('Root', root.keys)}`;
}
