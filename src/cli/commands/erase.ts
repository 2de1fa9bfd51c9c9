import { resolve } from 'node:path';
import type { Catalogue } from '../../compose.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { OWN } from '../../kernel/origins.ts';
import { createLogs } from '../../logs/logs.ts';
import { exportStatic } from '../../logs/static-export.ts';
import { type ErasureDone, eraseEntry, erasePerson } from '../../registry/erasure.ts';
import { findBeside, findPerson, type Place } from '../../registry/find-person.ts';
import { wordsOf } from '../../registry/suppressed.ts';
import type { EntryKey } from '../../store/port.ts';
import type { Beside } from '../../store/trust-port.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { filesWith, type HeldFile, ownFilesWith, removeFiles } from '../erase/files.ts';
import { recordId } from '../record-id.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'erase',
  summary: 'Destroys the content of an own entry, or everything that names a person, here and on every mirror.',
  usage: 'alminding erase [ID] [options]',
  details: [
    '`alminding erase ID` destroys every version of an entry, `--version N` one of them. The entry is not withdrawn: other content may be published for it. `alminding erase --person TEXT` lists every place that holds the text (a name, a mail address), in free text too, whatever its case and accents.',
    'Nothing is destroyed without --yes. Then bodies, sources, contacts and what is derived from them go, out of the database and its log, out of exported folders and older copies in the data folder; mirrors are told by the journal and destroy theirs within 24 hours. What was erased is kept from coming back by a salted hash in erased.txt: keep that file, restore applies it to older backups.',
    '`alminding erase --confirmations` shows which mirrors have destroyed what was erased, and which have not. A running service asks them; only catalogues that are pinned here can be asked.',
    'A body that holds the text goes as a whole, and its entry is not shown until it is published without it.',
  ],
  options: [
    { flag: '--version N', description: 'Only this version of the entry.' },
    { flag: '--person TEXT', description: 'Everything that holds this text.' },
    { flag: '--confirmations', description: 'Shows who has confirmed what was erased before.' },
    { flag: '--yes', description: 'Do it. Without this the places are listed.' },
  ],
  exits: [
    { code: GOOD, when: 'the places are listed, or it is destroyed' },
    {
      code: INVALID,
      when: 'something still holds it that only you can mend: it is named; or a mirror has not confirmed within 24 hours',
    },
    { code: COULD_NOT, when: 'there is no such own entry or version' },
  ],
  async run(context) {
    const [id] = context.args;
    const { person } = context.values;
    if (context.values.confirmations === true) return confirmations(context);
    if ((id === undefined) === (typeof person !== 'string'))
      throw new CodedError('invalid-parameter', 'Say either the id of an entry or --person TEXT.');
    return withCatalogue(context, 'erase', (catalogue) =>
      id === undefined ? ofPerson(context, catalogue, person as string) : ofEntry(context, catalogue, id),
    );
  },
};

async function confirmations(context: Context): Promise<number> {
  const { io, json, clock } = context;
  const { createFederationReader } = await import('../../federation/report.ts');
  const { erasures } = await withExisting(context, 'erase', ({ store }) =>
    createFederationReader({ store, clock, live: () => new Map() }).report(),
  );
  const time = (ms: number | null) => (ms === null ? null : toRfc3339(ms));
  if (json)
    printJson(
      io,
      erasures.map(({ erased, answers, ...rest }) => ({
        ...{ ...rest, erased: time(erased), answers: answers.map((one) => ({ ...one, at: time(one.at) })) },
      })),
    );
  else if (erasures.length === 0) io.out('Nothing was erased here.\n');
  for (const { id, erased, answers, overdue } of json ? [] : erasures) {
    const said = answers.map(({ peer, answer }) => `${peer}: ${ANSWER[answer]}`).join(', ');
    io.out(`${plain(id)}  ${toRfc3339(erased)}  ${plain(said || 'no mirror is known')}${overdue ? '  OVERDUE' : ''}\n`);
  }
  return erasures.some(({ overdue }) => overdue) ? INVALID : GOOD;
}

const ANSWER = {
  gone: 'destroyed',
  never: 'never had it',
  'not-mirrored': 'does not mirror us',
  present: 'still has it',
  'no-answer': 'does not answer',
  'not-asked': 'not asked yet',
} as const;

async function ofEntry(context: Context, catalogue: Catalogue, id: string): Promise<number> {
  const { io, json, values } = context;
  const { kind, slug, origin } = recordId(id);
  if (origin !== undefined) throw new CodedError('not-found', `${id} is not ours: its origin erases it.`);
  const key = { origin: OWN, kind, slug };
  const n = values.version === undefined ? undefined : Number(values.version);
  const version = await versionOf(catalogue, key, n);
  const what = n === undefined ? `${countOf(version.n, 'version')} of ${id}` : `Version ${n} of ${id}`;
  if (values.yes !== true) {
    if (json) printJson(io, { id, versions: n === undefined ? version.n : 1, erased: false });
    else io.out(`${what} would be destroyed, here and on every mirror. Add --yes to do it.\n`);
    return GOOD;
  }
  const data = resolve(context.config().data);
  const done = await eraseEntry(await depsOf(context, catalogue), key, n === undefined ? null : version.digest);
  const files = await removeFiles(data, await filesWith(data, null));
  return report(context, catalogue, done, {
    files,
    left: [],
    what: `${what} ${n === undefined && version.n > 1 ? 'are' : 'is'} destroyed`,
  });
}

/** The newest version, or that number. */
async function versionOf({ store }: Catalogue, key: EntryKey, n: number | undefined) {
  const [version] = await store.listVersions(key, 1, n === undefined ? undefined : n + 1);
  if (version === undefined || (n !== undefined && version.n !== n))
    throw new CodedError(
      'not-found',
      `There is no own entry ${key.kind}/${key.slug}${n === undefined ? '' : ` with a version ${n}`}.`,
    );
  return version;
}

async function ofPerson(context: Context, catalogue: Catalogue, text: string): Promise<number> {
  const { io, json, values } = context;
  if (wordsOf(text).join('').length < 4)
    throw new CodedError(
      'invalid-parameter',
      'The text must have at least four letters or digits, or too much would go.',
    );
  const config = context.config();
  const data = resolve(config.data);
  const places = await findPerson(catalogue.store, text);
  const beside = await findBeside(catalogue.store, text);
  const files = await filesWith(data, text);
  const outside = config.catalogue === '' ? [] : await ownFilesWith(resolve(config.catalogue), data, text);
  if (values.yes !== true) {
    if (json) printJson(io, { places: places.map(shown), beside, files, outside, erased: false });
    else io.out(inWords(places, beside, files, outside));
    return GOOD;
  }
  const done = await erasePerson(await depsOf(context, catalogue), text, places);
  const removed = await removeFiles(data, files);
  const elsewhere = places.filter(({ entry, what }) => entry.origin !== OWN && what === 'body');
  const still = [
    ...(await findPerson(catalogue.store, text)).filter(isLeft),
    ...(await findBeside(catalogue.store, text)),
  ];
  const left = [
    ...still.map(placeInWords),
    ...files.filter(({ what }) => what === 'kept').map(({ file }) => `${file} in the data folder`),
    ...outside,
    ...new Set(elsewhere.map(({ id }) => `${id}: its origin must erase it`)),
  ];
  return report(context, catalogue, done, { files: removed, left, what: 'It is destroyed' });
}

async function depsOf(context: Context, catalogue: Catalogue) {
  const { erasureOf } = await import('../../compose.ts');
  return erasureOf(context.config(), catalogue);
}

/** Exported folders are brought up to date at once: what was erased must not be served from there. */
async function refreshExports(context: Context, { store }: Catalogue): Promise<string[]> {
  const logs = createLogs(store, () => ({ signing: false, reason: null }));
  const failed: string[] = [];
  for (const { folder, url } of await store.listExports()) {
    const about = { name: context.config().name, publicUrl: url };
    await exportStatic(logs, store, folder, about).catch(() => failed.push(folder));
  }
  return failed;
}

async function report(
  context: Context,
  catalogue: Catalogue,
  done: ErasureDone,
  more: { files: number; left: string[]; what: string },
): Promise<number> {
  const { io, json } = context;
  const left = [...more.left, ...(await refreshExports(context, catalogue)).map((folder) => `the export in ${folder}`)];
  const code = left.length === 0 ? GOOD : INVALID;
  if (json) printJson(io, { erased: true, ...done, files: more.files, left });
  else {
    const counts = [
      countOf(done.bodies, 'body', 'bodies'),
      `${done.redacted} further ${done.redacted === 1 ? 'place' : 'places'}`,
      countOf(more.files, 'file'),
    ];
    io.out(`${more.what}: ${counts.join(', ')}. Mirrors are told with the next signed head.\n`);
    if (done.hidden.length > 0) io.out(`No longer shown: ${done.hidden.map(plain).join(', ')}\n`);
    if (!done.scrubbed) io.out('Others read just now: the last traces go when the service is next stopped.\n');
    for (const place of left) io.err(`Still there: ${plain(place)}\n`);
  }
  return code;
}

const shown = ({ id, what, where, present, inRecord }: Place): object => ({ id, what, where, present, inRecord });

const WORDS: Readonly<Record<Place['what'], string>> = {
  contact: 'contact',
  source: 'what was sent in or read as',
  body: 'version',
  identity: 'address',
  provenance: 'where it came from,',
};

const BESIDE: Readonly<Record<Beside['what'], string>> = {
  admission: 'what waits for you or was decided,',
  draft: 'the draft',
  dispute: 'the words of the dispute',
  'version-source': 'where a version came from,',
  unshown: 'what a mirrored catalogue sent and is not shown here (its origin must erase it),',
};

/** Bodies of others are told by their entries. */
const isLeft = ({ entry, what }: Place): boolean => !(entry.origin !== OWN && what === 'body');

const placeInWords = (place: Place | Beside): string =>
  'entry' in place
    ? `${place.id}: ${WORDS[place.what]} ${place.where}${place.present ? ', which is shown' : ''}`.trimEnd()
    : `${BESIDE[place.what]} ${place.id}`;

function inWords(places: Place[], beside: Beside[], files: HeldFile[], outside: string[]): string {
  if (places.length + beside.length + files.length + outside.length === 0) return 'Nothing here holds that text.\n';
  const lines = [...places, ...beside].map(placeInWords);
  const held = files.map(({ file, what }) =>
    what === 'copy'
      ? `${file}: an older copy of the data, which goes as a whole`
      : `${file}: a file in the data folder`,
  );
  const all = [...lines, ...held, ...outside.map((file) => `${file}: your own file, which you mend`)];
  return `${all.map(plain).join('\n')}\nAdd --yes to destroy it, here and on every mirror.\n`;
}
