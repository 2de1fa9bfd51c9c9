import type { PeerDesk } from '../../federation/desk.ts';
import type { Candidate } from '../../federation/peers.ts';
import type { PinSeen } from '../../federation/pinned.ts';
import type { PeerReport } from '../../federation/report.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { PeerRow } from '../../store/mirror-port.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { countOf, cut, plain } from '../text.ts';

export const command: Command = {
  name: 'peer',
  summary: 'Pins the catalogues of other networks, whose records are mirrored from then on.',
  usage: 'alminding peer ACTION [WORD] [options]',
  details: [
    '`alminding peer add URL` looks at a catalogue and shows its eight words. It also says which of the catalogues that you mirror have pinned it, and with which key. Ask its people for its words by another way than its own pages (they see them with `alminding key show`), then pin it: `alminding peer add URL --words "…"`. There is no other way.',
    '`alminding peer list` shows what is pinned, with sizes, when each was last heard, who has witnessed it, and what is held, missing or wrong.',
    '`alminding peer allow NAME --until-size N` approves growth, `--removals` lets removals through that were held.',
    '`alminding peer choose NAME --facets dk,net:os2` takes only bodies with one of these facets from now on, and `--facets all` takes all again: what is newly chosen is fetched, records of the rest are no longer shown. The log itself is always whole.',
    '`alminding peer pause NAME`, `resume NAME`; `alminding peer remove NAME --keep` keeps its records, marked with the date of the last look, `--drop` takes everything of it away.',
  ],
  options: [
    { flag: '--words W', description: 'The eight words that its people told you.' },
    { flag: '--name N', description: 'What commands and pages call it.' },
    {
      flag: '--facets F',
      description: 'Only bodies with one of these facets, separated by commas: dk,software,net:os2.',
    },
    { flag: '--until-size N', description: 'Approves its log up to so many leaves.' },
    { flag: '--removals', description: 'Lets the removals through that were held.' },
    { flag: '--keep', description: 'Keeps what came from it.' },
    { flag: '--drop', description: 'Takes away what came from it.' },
  ],
  exits: [
    { code: GOOD, when: 'it is done' },
    { code: COULD_NOT, when: 'the words are others, the peer cannot be reached, or there is none of that name' },
  ],
  async run(context) {
    const [action = '', ...words] = context.args;
    const act = ACTIONS[action];
    if (act === undefined)
      throw new CodedError('invalid-parameter', `The action must be one of ${Object.keys(ACTIONS).join(', ')}.`);
    const [word] = words;
    if (word === undefined && action !== 'list')
      throw new CodedError(
        'invalid-parameter',
        `Say ${action === 'add' ? 'its address: `alminding peer add URL`' : `which one: \`alminding peer ${action} NAME\`. \`alminding peer list\` shows their names`}.`,
      );
    return act(context, word ?? '');
  },
};

type Action = (context: Context, word: string) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  add,
  list,
  allow,
  choose,
  pause: (context, name) => setState(context, name, 'paused'),
  resume: (context, name) => setState(context, name, 'active'),
  remove,
};

/** What the operator does about peers, over this data folder and the door out. */
async function withDesk<A>(
  context: Context,
  act: (desk: PeerDesk) => Promise<A>,
  { existing = true }: { existing?: boolean } = {},
): Promise<A> {
  const { openFederation, openNet } = await import('../../compose-federation.ts');
  const net = openNet(context.config());
  try {
    return await withCatalogue(context, 'peer', (catalogue) => act(openFederation(catalogue, net).desk), { existing });
  } finally {
    await net.close();
  }
}

async function add(context: Context, url: string): Promise<number> {
  const { io, json, values } = context;
  const [words, name, facets] = [textOf(values.words), textOf(values.name), textOf(values.facets)];
  const given = {
    ...(words && { words }),
    ...(name && { name }),
    ...(facets && { facets: facets.split(',').map((facet) => facet.trim()) }),
  };
  const { candidate, peer } = await withDesk(context, (desk) => desk.add(url, given), {
    existing: false,
  });
  if (peer === null) {
    if (json) printJson(io, shownCandidate(candidate));
    else io.out(described(candidate));
    return COULD_NOT;
  }
  if (json) printJson(io, shownPeer(peer));
  else
    io.out(
      `${plain(peer.name)} is pinned. A running service mirrors it within seconds; \`alminding sync\` does now.\n`,
    );
  return GOOD;
}

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const shownCandidate = ({ url, title, originName, line, words, size, pinnedBy }: Candidate) => ({
  ...{ url, title, origin: originName, log: line, words, size, pinnedBy, pinned: false },
});

const described = ({ url, title, originName, words, size, pinnedBy }: Candidate): string =>
  [
    `The catalogue at ${plain(url)}, which calls itself “${nameLike(title)}”, has a log of ${countOf(size, 'leaf', 'leaves')} under the name ${plain(originName)}.`,
    'Its eight words are',
    `  ${words}`,
    ...pinnedBy.map((pin) => `${pinWords(pin)}.`),
    'Nothing is pinned yet, and nothing of this is proven. Ask its people for their words by another way than its own pages, and type what they tell you:',
    // Whatever stands in the address, it stays one word of the command.
    `  alminding peer add '${plain(url).replaceAll("'", '%27')}' --words "WORD WORD …"`,
    'If they tell you other words, somebody is between you and them.',
    '',
  ].join('\n');

/** What another catalogue has pinned, as its own log says; the words of its key where they are not the present ones. */
function pinWords({ name, key, words }: PinSeen): string {
  const what = {
    same: 'the same key',
    earlier: 'an earlier key of the same chain',
    later: `a later key than is known here: ${words}`,
    different: `another key: ${words}. Somebody may stand between them and it, or between you and it`,
  };
  return `${plain(name)} has pinned it with ${what[key]}`;
}

/** A name that a stranger gives itself: nothing in it looks like a command, an address or an end of the quotation. */
const nameLike = (text: string): string => cut(plain(text).replace(/[^\p{L}\p{M}\p{N} .,&()’-]/gu, ''), 60);

const shownPeer = ({ name, originName, url, state, words, facets, approved, added, health }: PeerRow) => ({
  ...{ name, origin: originName, url, state, words, facets, approved, added: toRfc3339(added) },
  health: JSON.parse(health) as object,
});

async function list(context: Context): Promise<number> {
  const { io, json, clock } = context;
  const { peerReports } = await import('../../federation/report.ts');
  const rows = await withExisting(context, 'peer', ({ store }) => peerReports({ store, clock, live: () => new Map() }));
  const time = (ms: number | null) => (ms === null ? null : toRfc3339(ms));
  if (json)
    printJson(
      io,
      rows.map(({ added, looked, stale, ...row }) => ({
        ...{ ...row, added: time(added), looked: time(looked), stale: time(stale) },
      })),
    );
  else if (rows.length === 0) io.out('No catalogue is pinned. `alminding peer add URL` looks at one.\n');
  for (const row of json ? [] : rows) io.out(`${inWords(row)}\n`);
  return GOOD;
}

function inWords(row: PeerReport): string {
  const { health } = row;
  const open = [
    row.frozen === null
      ? ''
      : `frozen at ${row.frozen} leaves: its log was found to be forked (\`alminding forks list\`)`,
    row.unvouched ? UNVOUCHED : '',
    ...row.pinnedBy.map(pinWords),
    health.heldEpoch === null ? '' : `a new log is not followed: ${health.heldEpoch.detail}`,
    row.stale === null ? '' : `its records are marked as of ${toRfc3339(row.stale)}`,
    health.problem === null ? '' : `last problem: ${health.problem.detail} [${health.problem.code}]`,
    health.heldAt === null
      ? ''
      : `has grown to ${health.heldAt} leaves: \`alminding peer allow ${row.name} --until-size ${health.heldAt}\``,
    row.heldRemovals === 0
      ? ''
      : `${countOf(row.heldRemovals, 'removal')} held: \`alminding peer allow ${row.name} --removals\``,
    row.erasedLately === 0
      ? ''
      : `${countOf(row.erasedLately, 'body', 'bodies')} erased by it within a week, which is unusual: ask its people whether they meant it`,
    row.unwitnessed === 0
      ? ''
      : `${countOf(row.unwitnessed, 'leaf', 'leaves')} not yet witnessed by ${countOf(row.quorum, 'other network')}`,
    row.missingBodies === 0 ? '' : `${countOf(row.missingBodies, 'body', 'bodies')} not here yet`,
    row.unshownBodies === 0 ? '' : `${countOf(row.unshownBodies, 'body', 'bodies')} cannot be shown`,
  ].filter((part) => part !== '');
  const sizes = `${countOf(row.size, 'leaf', 'leaves')}${row.behind > 0 ? ` of ${row.size + row.behind}` : ''}`;
  // A service that finds nothing new writes the contact down once a day: its page and metrics tell it to the second.
  const heard = row.looked === null ? 'never heard' : `heard ${toRfc3339(row.looked)} or later`;
  const seen = row.cosignedBy.length === 0 ? '' : `, witnessed by ${row.cosignedBy.join(', ')}`;
  const line = `${row.name}  ${row.url}  ${row.state}  ${sizes}, ${countOf(row.records, 'record')}, ${heard}${seen}`;
  return [line, ...open.map((part) => `  ${part}`)].map(plain).join('\n');
}

const UNVOUCHED =
  'the key that its eight words are of has signed none of its documents, so it may only pretend to be that network: compare the words with its people once more, and remove it if they do not know of it';

async function allow(context: Context, name: string): Promise<number> {
  const { io, values, json } = context;
  const size = textOf(values['until-size']);
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    throw new CodedError('invalid-parameter', '--until-size must be a number of leaves.');
  if (size === undefined && values.removals !== true)
    throw new CodedError('invalid-parameter', 'Say what is allowed: --until-size N or --removals.');
  const change = {
    ...(size !== undefined && { approved: Number(size) }),
    ...(values.removals === true && { releaseRemovals: true }),
  };
  const { released } = await withDesk(context, (desk) => desk.change(name, change));
  if (json) printJson(io, { name, approved: size === undefined ? null : Number(size), released });
  else io.out(size === undefined ? `${released} removals went through.\n` : `Approved up to ${size} leaves.\n`);
  return GOOD;
}

const FETCHED = ' A running service fetches what is missing; `alminding sync` does now.';

async function choose(context: Context, name: string): Promise<number> {
  const { io, values, json } = context;
  const given = textOf(values.facets);
  if (given === undefined)
    throw new CodedError('invalid-parameter', 'Say which bodies are taken: --facets dk,net:os2, or --facets all.');
  const facets = given === 'all' ? [] : given.split(',').map((facet) => facet.trim());
  const { wanted, left } = await withDesk(context, (desk) => desk.change(name, { facets }));
  if (json) printJson(io, { name, facets, wanted, left });
  else
    io.out(
      `${countOf(wanted, 'body', 'bodies')} newly chosen, ${countOf(left, 'record')} no longer shown.${wanted === 0 ? '' : FETCHED}\n`,
    );
  return GOOD;
}

async function setState(context: Context, name: string, state: 'active' | 'paused'): Promise<number> {
  await withDesk(context, (desk) => desk.change(name, { state }));
  if (context.json) printJson(context.io, { name, state });
  else context.io.out(`${plain(name)} is ${state}.\n`);
  return GOOD;
}

async function remove(context: Context, name: string): Promise<number> {
  const { io, values, json } = context;
  if ((values.keep === true) === (values.drop === true))
    throw new CodedError('invalid-parameter', 'Say what becomes of its records: --keep or --drop.');
  const { gone } = await withDesk(context, (desk) => desk.remove(name, values.keep === true ? 'keep' : 'drop'));
  if (json) printJson(io, { name, kept: values.keep === true, gone });
  else
    io.out(
      values.keep === true
        ? `${plain(name)} is left; its records stay, marked with the date of the last look.\n`
        : `${countOf(gone, 'record')} of ${plain(name)} ${gone === 1 ? 'is' : 'are'} gone.\n`,
    );
  return GOOD;
}
