import { CodedError } from '../../kernel/errors.ts';
import type { Writers } from '../../schemas.gen.ts';
import { WRITER_ACTS, type WriterAct } from '../../writers/change.ts';
import type { Writer } from '../../writers/writer.ts';
import { withAccess } from '../access.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { catalogueOf, changeWritersAt, tokenFor } from '../publish/ask.ts';
import { recordId } from '../record-id.ts';
import { plain } from '../text.ts';

/** What the operator does, and what a writer does at a catalogue elsewhere. */
const ACTS = WRITER_ACTS.filter((act) => act !== 'dispute');
const BY_WRITER: readonly WriterAct[] = ['add', 'replace', 'remove', 'dispute'];

export const command: Command = {
  name: 'writer',
  summary: 'Shows and changes which repositories may publish an entry.',
  usage: 'alminding writer ACTION ID [options]',
  details: [
    '`alminding writer list software/kitos` shows who may write it, what was announced, and what changed.',
    `ACTION is list, ${ACTS.join(', ')}. The first writer is named at once. Later changes (add, replace, remove) are announced on the record for 14 days; then confirm puts them in force. A writer may object meanwhile: then confirm needs --settle, when you have heard both sides. drop gives a change up.`,
    'A writer does the same at the catalogue itself, named by --to: add, replace and remove take effect at once, dispute objects to what was announced. It proves itself as `alminding publish` does, in a run of CI or by CATALOGUE_TOKEN.',
    'Name the repository by --address, and by --issuer with --repository and --owner, the numbers that the forge gave it: a run of CI is taken for it only by those. For a claim that waits, `alminding admission accept ID` tells the whole command.',
  ],
  options: [
    { flag: '--to ADDRESS', description: 'As a writer, at this catalogue; without a slash at the end.' },
    { flag: '--address A', description: 'Address of the repository.' },
    { flag: '--issuer I', description: 'Issuer of the tokens of its CI, as in ALMINDING_ISSUERS.' },
    { flag: '--repository N', description: 'Number of the repository at the forge.' },
    { flag: '--owner N', description: 'Number of its owner at the forge.' },
    { flag: '--workflow FILE', description: 'The only workflow that may publish.' },
    { flag: '--ref REF', description: 'The only ref that may publish, such as refs/heads/release.' },
    { flag: '--environment E', description: 'The only environment that may publish.' },
    { flag: '--settle', description: 'With confirm: put a disputed change in force.' },
  ],
  exits: [
    { code: GOOD, when: 'it is shown, done or announced' },
    { code: COULD_NOT, when: 'there is no such entry or change, or it is not due' },
  ],
  async run(context) {
    const [action, id] = context.args as [string, string];
    const { kind, slug } = recordId(id);
    if (kind !== 'software') throw new CodedError('invalid-parameter', 'Only software has writers of its own.');
    const record = await done(context, action, slug);
    if (context.json) printJson(context.io, record);
    else context.io.out(textOf(record));
    return GOOD;
  },
};

async function done(context: Context, action: string, slug: string): Promise<Writers> {
  const { to } = context.values;
  if (to !== undefined) {
    const act = BY_WRITER.find((known) => known === action);
    if (act === undefined) throw none(action, BY_WRITER);
    return changeThere(context, catalogueOf(to), slug, act);
  }
  if (action === 'list') return read(context, slug);
  const act = ACTS.find((known) => known === action);
  if (act === undefined) throw none(action, ['list', ...ACTS]);
  return change(context, `software/${slug}`, act);
}

const none = (action: string, of: readonly string[]): CodedError =>
  new CodedError('invalid-parameter', `\`${action}\` is none of ${of.join(', ')}.`);

async function changeThere(context: Context, to: string, slug: string, act: WriterAct): Promise<Writers> {
  const writer = writerOf(context.values);
  const { openNet } = await import('../../compose.ts');
  const net = openNet(context.config(), context.program.version);
  try {
    return await changeWritersAt({ net, to }, await tokenFor({ net, to }, context.ci()), slug, { act, ...writer });
  } finally {
    await net.close();
  }
}

const read = (context: Context, slug: string): Promise<Writers> =>
  withExisting(context, 'writer', async ({ registry }) => {
    const found = await registry.read.lookup('writers', slug);
    if ('found' in found) return (JSON.parse(found.found.view) as { record: Writers }).record;
    return { of: `software/${slug}`, writers: [] };
  });

function change(context: Context, id: string, act: WriterAct): Promise<Writers> {
  const writer = writerOf(context.values);
  const settles = context.values.settle === true;
  return withAccess(context, 'writer', (access) => access.changeWriters('operator', id, { act, writer, settles }));
}

function writerOf(values: Context['values']): Writer {
  if (typeof values.address !== 'string')
    throw new CodedError('invalid-parameter', 'Name the repository by --address.');
  const writer: Writer = { address: values.address };
  for (const name of ['issuer', 'repository', 'owner', 'workflow', 'ref', 'environment'] as const) {
    const value = values[name];
    if (typeof value === 'string') writer[name] = value;
  }
  return writer;
}

function textOf({ of, writers, notices = [], history = [] }: Writers): string {
  const now = writers.map(({ address, issuer, repository }) => {
    const number = repository === undefined ? (issuer ?? 'by a token') : `number ${repository} at ${issuer}`;
    return `  ${plain(address)} (${plain(number)})\n`;
  });
  const coming = notices.map(({ act, writer, due, disputed }) => {
    const objection = disputed === undefined ? '' : `, a writer objected on ${disputed}`;
    return `  ${act} ${plain(writer.address)}: from ${due}${objection}\n`;
  });
  const past = history.map(({ act, address, by, on }) => `  ${on} ${plain(address)} ${act} by the ${by}\n`);
  const part = (title: string, lines: string[]) => (lines.length === 0 ? '' : `${title}\n${lines.join('')}`);
  const none = writers.length === 0 ? `Only the operator writes ${of}.\n` : '';
  return none + part(`Writers of ${of}`, now) + part('Announced', coming) + part('Changes', past);
}
