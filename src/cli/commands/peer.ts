import type { Candidate, PeersDeps } from '../../federation/peers.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { PeerRow } from '../../store/mirror-port.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'peer',
  summary: 'Pins the catalogues of other networks, whose records are mirrored from then on.',
  usage: 'alminding peer ACTION WORD… [options]',
  details: [
    '`alminding peer add URL` looks at a catalogue and shows its eight words. Ask its people for theirs by another way than its own pages (they see them with `alminding key show`), then pin it: `alminding peer add URL --words "…"`. There is no other way.',
    '`alminding peer list all` shows what is pinned, with sizes, the last contact and what is held back.',
    '`alminding peer allow NAME --until-size N` approves growth, `--removals` lets removals through that were held.',
    '`alminding peer pause NAME`, `resume NAME`; `alminding peer remove NAME --keep` keeps its records marked as old, `--drop` takes everything of it away.',
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
    return act(context, words[0] ?? '');
  },
};

type Action = (context: Context, word: string) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = {
  add,
  list,
  allow,
  pause: (context, name) => setState(context, name, 'paused'),
  resume: (context, name) => setState(context, name, 'active'),
  remove,
};

async function add(context: Context, url: string): Promise<number> {
  const { io, json, values } = context;
  const { openNet, transportOver } = await import('../../compose-federation.ts');
  const { lookAt, pin } = await import('../../federation/peers.ts');
  const net = openNet(context.config());
  try {
    return await withCatalogue(context, 'peer', async ({ store }) => {
      const deps: PeersDeps = { store, clock: context.clock, transport: transportOver(net) };
      const candidate = await lookAt(deps, url);
      const words = textOf(values.words);
      if (words === undefined) {
        if (json) printJson(io, shownCandidate(candidate));
        else io.out(described(candidate));
        return COULD_NOT;
      }
      const [name, facets] = [textOf(values.name), textOf(values.facets)];
      const options = {
        words,
        ...(name && { name }),
        ...(facets && { facets: facets.split(',').map((f) => f.trim()) }),
      };
      const peer = await pin(deps, candidate, options);
      if (json) printJson(io, shownPeer(peer));
      else
        io.out(
          `${plain(peer.name)} is pinned. A running service mirrors it within seconds; \`alminding sync\` does now.\n`,
        );
      return GOOD;
    });
  } finally {
    await net.close();
  }
}

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const shownCandidate = ({ url, title, originName, line, words, size }: Candidate) => ({
  ...{ url, title, origin: originName, log: line, words, size, pinned: false },
});

const described = ({ url, title, originName, words, size }: Candidate): string =>
  [
    `${plain(title)} at ${plain(url)} calls itself ${plain(originName)}, with ${size} leaves in its log.`,
    'Its eight words are',
    `  ${words}`,
    'Nothing is pinned yet. Ask its people for their words by another way, and if they are these:',
    `  alminding peer add ${plain(url)} --words "${words}"`,
    '',
  ].join('\n');

const shownPeer = ({ name, originName, url, state, words, facets, approved, added, health }: PeerRow) => ({
  ...{ name, origin: originName, url, state, words, facets, approved, added: toRfc3339(added) },
  health: JSON.parse(health) as object,
});

async function list({ io, json, ...context }: Context): Promise<number> {
  const rows = await withCatalogue({ ...context, io }, 'peer', async ({ store }) => {
    const mirrors = await store.listMirrors();
    return Promise.all(
      (await store.listPeers()).map(async (peer) => ({
        ...shownPeer(peer),
        logs: mirrors
          .filter(({ origin }) => origin === peer.origin)
          .map(({ line, size, frozen }) => ({ line, size, frozen })),
        heldRemovals: await store.countHeld(peer.origin),
      })),
    );
  });
  if (json) printJson(io, rows);
  else if (rows.length === 0) io.out('No catalogue is pinned. `alminding peer add URL` looks at one.\n');
  for (const row of json ? [] : rows) {
    const { problem, contacted } = row.health as { problem?: { code: string } | null; contacted?: number | null };
    const said = problem
      ? `, last problem: ${problem.code}`
      : contacted
        ? `, last contact ${toRfc3339(contacted)}`
        : '';
    const held = row.heldRemovals > 0 ? `, ${row.heldRemovals} removals are held` : '';
    const sizes = row.logs
      .map(({ size, frozen }) => `${size} leaves${frozen === null ? '' : ' (frozen: forked)'}`)
      .join(', ');
    io.out(`${plain(row.name)}  ${plain(row.url)}  ${row.state}  ${sizes}${said}${held}\n`);
  }
  return GOOD;
}

async function allow(context: Context, name: string): Promise<number> {
  const { io, values, json } = context;
  const size = textOf(values['until-size']);
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    throw new CodedError('invalid-parameter', '--until-size must be a number of leaves.');
  if (size === undefined && values.removals !== true)
    throw new CodedError('invalid-parameter', 'Say what is allowed: --until-size N or --removals.');
  const { peerNamed } = await import('../../federation/peers.ts');
  const released = await withCatalogue(context, 'peer', async ({ store, registry }) => {
    const peer = await peerNamed(store, name);
    if (size !== undefined) await store.setPeer(peer.origin, { approved: Number(size) });
    return values.removals === true ? registry.releaseRemovals(peer.origin) : 0;
  });
  if (json) printJson(io, { name, approved: size === undefined ? null : Number(size), released });
  else io.out(size === undefined ? `${released} removals went through.\n` : `Approved up to ${size} leaves.\n`);
  return GOOD;
}

async function setState(context: Context, name: string, state: 'active' | 'paused'): Promise<number> {
  const { peerNamed } = await import('../../federation/peers.ts');
  await withCatalogue(context, 'peer', async ({ store }) => {
    const peer = await peerNamed(store, name);
    await store.setPeer(peer.origin, { state });
  });
  if (context.json) printJson(context.io, { name, state });
  else context.io.out(`${plain(name)} is ${state}.\n`);
  return GOOD;
}

async function remove(context: Context, name: string): Promise<number> {
  const { io, values, json } = context;
  if ((values.keep === true) === (values.drop === true))
    throw new CodedError('invalid-parameter', 'Say what becomes of its records: --keep or --drop.');
  const { peerNamed } = await import('../../federation/peers.ts');
  const gone = await withCatalogue(context, 'peer', async ({ store, registry }) => {
    const peer = await peerNamed(store, name);
    await store.setPeer(peer.origin, { state: 'left' });
    for (const { line, origin } of await store.listMirrors())
      if (origin === peer.origin) await store.dropWitnessed(line);
    return values.drop === true ? registry.forget(peer.origin) : 0;
  });
  if (json) printJson(io, { name, kept: values.keep === true, gone });
  else
    io.out(
      values.keep === true
        ? `${plain(name)} is left; its records stay as they were.\n`
        : `${gone} records of ${plain(name)} are gone.\n`,
    );
  return GOOD;
}
