import { CodedError } from '../../kernel/errors.ts';
import type { HandOverReport } from '../../registry/hand-over-types.ts';
import type { Published } from '../../registry/types.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { recordId } from '../record-id.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'hand-over',
  summary: 'Hands a product over to another catalogue, or takes one over from there.',
  usage: 'alminding hand-over ID [options]',
  details: [
    '`alminding hand-over software/kitos --to os2` offers it to a catalogue that is pinned here (`alminding peer list`). Nothing changes until that one accepts: then its entry is the current one in every catalogue that sees both, the old address leads there, and history and adopters are told with it.',
    'The other side sees the offer with `alminding hand-over list`, and answers with `alminding hand-over software/kitos@catalogue.example --accept` or `--refuse`. An offer that nobody accepts lapses after 90 days, and is taken back by itself two weeks later; `--undo` takes it back before. What was accepted comes back only when the other side hands it over in turn.',
  ],
  options: [
    { flag: '--to PEER', description: 'The catalogue that it is offered to: its name here, or its origin.' },
    { flag: '--as NAME', description: 'The name under which it goes on there, where that is another one.' },
    { flag: '--undo', description: 'Takes an offer back that was not accepted yet.' },
    { flag: '--accept', description: 'Takes over what another catalogue offers to this one.' },
    {
      flag: '--refuse',
      description: 'Notes that an offer is not wanted; our signed journal says so, and the other side reads it there.',
    },
  ],
  exits: [
    { code: GOOD, when: 'it is offered, taken back, taken over or refused, or was before' },
    {
      code: COULD_NOT,
      when: 'there is no such entry or offer, it is not ours to hand over, or the catalogue is not pinned',
    },
  ],
  async run(context) {
    const [word] = context.args as [string];
    if (word === 'list') return list(context);
    const act = actOf(context);
    const { kind, slug, origin, address } = recordId(word);
    if (kind !== 'software')
      throw new CodedError('invalid-parameter', 'Only software is handed over: whatever refers to it follows.');
    if (act === 'accept' || act === 'refuse') return answer(context, act, `${kind}/${address}`);
    if (origin !== undefined && origin !== 'own') throw notOurs(`${kind}/${address}`, origin);
    const done = await withExisting(context, 'hand-over', ({ registry: { handOver } }) =>
      act === 'undo' ? handOver.undo(slug) : handOver.offer(slug, wishOf(context)),
    );
    return told(context, done, act === 'undo' ? takenBack : offered(context));
  },
};

type Act = 'offer' | 'undo' | 'accept' | 'refuse';

function actOf({ values }: Context): Act {
  const given = (['to', 'undo', 'accept', 'refuse'] as const).filter((flag) => values[flag] !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1)
    throw new CodedError('invalid-parameter', 'Say one of --to PEER, --undo, --accept and --refuse.');
  if (values.as !== undefined && only !== 'to') throw new CodedError('invalid-parameter', '--as goes with --to.');
  return only === 'to' ? 'offer' : only;
}

const wishOf = ({ values }: Context) => ({
  origin: String(values.to),
  ...(typeof values.as === 'string' && { slug: values.as.replace(/^software\//, '') }),
});

const notOurs = (id: string, origin: string): CodedError =>
  new CodedError(
    'conflict',
    origin === 'built-in'
      ? `${id} comes with the program, so it is not ours to hand over.`
      : `${id} belongs to ${origin}: only that catalogue can hand it over. --accept takes over what it offers.`,
  );

async function answer(context: Context, act: 'accept' | 'refuse', entry: string): Promise<number> {
  if (act === 'accept') {
    const done = await withExisting(context, 'hand-over', ({ registry: { handOver } }) => handOver.accept(entry));
    const how = ({ id, changed }: Published) =>
      changed
        ? `${id} is ours from now on: ${entry} goes on in it. Others see it as soon as they have read our log.\n`
        : `${id} was taken over before.\n`;
    return told(context, done, how);
  }
  const report = await withExisting(context, 'hand-over', ({ registry: { handOver } }) => handOver.refuse(entry));
  if (context.json) printJson(context.io, report);
  else
    context.io.out(
      `${plain(entry)} is not taken over. Our journal says so with its next head, and the other side reads it there.\n`,
    );
  return GOOD;
}

function told(context: Context, done: Published, words: (done: Published) => string): number {
  if (context.json) printJson(context.io, done);
  else context.io.out(words(done));
  return GOOD;
}

const takenBack = ({ id }: Published): string => `${id} stays here: the offer is taken back.\n`;

const offered =
  ({ values }: Context) =>
  ({ id, changed }: Published): string =>
    changed
      ? `${id} is offered to ${plain(String(values.to))} for 90 days. Until that catalogue accepts, it stays the current one here.\n`
      : `${id} was offered there before, and that stands.\n`;

async function list(context: Context): Promise<number> {
  const { io, json } = context;
  const reports = await withExisting(context, 'hand-over', ({ registry }) => registry.handOver.list());
  if (json) printJson(io, reports);
  else if (reports.length === 0) io.out('Nothing is handed over, or offered.\n');
  else for (const report of reports) io.out(`${plain(inWords(report))}\n`);
  return GOOD;
}

const inWords = (report: HandOverReport): string =>
  `${report.entry}  to  ${report.to}: ${STATES[report.state](report)}`;

const STATES: Record<HandOverReport['state'], (report: HandOverReport) => string> = {
  offered: ({ offered, until, side, entry }) =>
    `offered on ${offered}, until ${until}${side === 'taker' ? `. To us: \`alminding hand-over ${entry} --accept\` or --refuse` : ', not answered as far as is known here'}`,
  'taken-over': ({ settled }) => `taken over on ${settled}`,
  refused: ({ settled, side, entry }) =>
    side === 'taker'
      ? `refused by us on ${settled}`
      : `refused there on ${settled}${side === 'giver' ? `; \`alminding hand-over ${entry} --undo\` takes the offer back` : ''}`,
  lapsed: ({ until }) => `not taken over by ${until}, so the offer has lapsed`,
  claimed: ({ settled }) =>
    `the second says that it has taken it over on ${settled}, and the first does not say so here`,
};
