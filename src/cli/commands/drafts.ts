import type { DraftDesk } from '../../crawl/drafts.ts';
import { createDraftDesk } from '../../crawl/drafts.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { DraftAnswer } from '../../schemas.gen.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'drafts',
  summary:
    'Shows records that were drafted of repositories without a manifest, and lists them: list, show, accept, refuse.',
  usage: 'alminding drafts ACTION… [options]',
  details: [
    'A repository that is crawled and has no publiccode.yml is read all the same: name, licence, description, version and languages as its files say them. Nothing of it is listed before a person has looked at it.',
    '`alminding drafts list` shows what waits; `alminding drafts show ID` every value with the file that it comes from, and what nobody found. `alminding drafts accept ID…` lists it, marked as written by the catalogue; it then follows its repository, never overwrites what a person writes, and gives way to a manifest. `alminding drafts refuse ID` takes it away for good.',
  ],
  options: [
    { flag: '--all', description: 'With `list`: those that were decided, too.' },
    { flag: '--reason TEXT', description: 'With `refuse`: why, in your words.' },
  ],
  exits: [
    { code: GOOD, when: 'it was shown or decided' },
    { code: COULD_NOT, when: 'there is no such draft, or its repository has a manifest now' },
  ],
  async run(context) {
    const [action = '', ...ids] = context.args;
    if (action === 'list') return list(context);
    const act = { show, accept, refuse }[action];
    if (act === undefined)
      throw new CodedError('invalid-parameter', 'Say list, or show, accept or refuse and the name of a draft.');
    if (ids.length === 0) throw new CodedError('invalid-parameter', 'Name the draft, as `drafts list` shows it.');
    const answers: DraftAnswer[] = [];
    for (const id of ids) answers.push(await atDesk(context, (desk) => act(context, desk, id)));
    if (context.json) printJson(context.io, answers);
    return GOOD;
  },
};

const atDesk = <T>(context: Context, act: (desk: DraftDesk) => Promise<T>): Promise<T> =>
  withExisting(context, 'drafts', (catalogue) => act(createDraftDesk(catalogue)));

async function list(context: Context): Promise<number> {
  const { io, json, values } = context;
  const drafts = await atDesk(context, (desk) => desk.list(values.all === true ? null : 'waiting'));
  if (json) printJson(io, drafts);
  else for (const draft of drafts) io.out(`${lineOf(draft)}\n`);
  if (drafts.length === 0 && !json) io.err('No draft waits.\n');
  return GOOD;
}

const nameIn = ({ record }: DraftAnswer): string => plain(String(record.name));
const lineOf = (draft: DraftAnswer): string =>
  [draft.id, draft.state, nameIn(draft), `${draft.found.length} found`, plain(draft.url)].join('\t');

async function show({ io, json }: Context, desk: DraftDesk, id: string): Promise<DraftAnswer> {
  const draft = await desk.get(id);
  if (json) return draft;
  io.out(`${nameIn(draft)}\n${plain(draft.url)} at ${draft.commit.slice(0, 12)}\n\nFound:\n`);
  for (const { key, value, from } of draft.found) io.out(`  ${plain(key)}: ${shown(value)} (${plain(from)})\n`);
  io.out('Nobody found:\n');
  for (const { key, why } of draft.missing) io.out(`  ${plain(key)}: ${plain(why)}\n`);
  return draft;
}

const LONGEST = 200;
const shown = (value: unknown): string => {
  const text = plain(Array.isArray(value) ? value.join('; ') : String(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

async function accept({ io, json }: Context, desk: DraftDesk, id: string): Promise<DraftAnswer> {
  const draft = await desk.accept(id);
  if (!json) io.out(`${plain(draft.entry ?? '')} is listed, as written by the catalogue.\n`);
  return draft;
}

async function refuse({ io, json, values }: Context, desk: DraftDesk, id: string): Promise<DraftAnswer> {
  const draft = await desk.refuse(id, typeof values.reason === 'string' ? values.reason : undefined);
  if (!json) io.out(`${nameIn(draft)} is not listed.\n`);
  return draft;
}
