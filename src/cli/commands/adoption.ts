import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { AdopterPage, Waiting } from '../../registry/adopters/types.ts';
import type { Registry } from '../../registry/types.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { findRecord } from '../find.ts';
import { recordId } from '../record-id.ts';
import { plain, stillThere } from '../text.ts';

export const command: Command = {
  name: 'adoption',
  summary: 'Says which bodies are meant, settles disputes, and counts who uses what.',
  usage: 'alminding adoption ACTION… [options]',
  details: [
    '`alminding adoption queue` lists names of bodies that are not surely matched, each with at most three candidates. `adoption match NAME ORGANISATION` says which body a name means, `adoption match NAME none` that it is none of this catalogue; for a name that waits with countries give them by --country.',
    '`alminding adoption disputes` lists what somebody has called not right. `adoption settle ID --uphold` hides the claim for good and withdraws an own record of it; `--reject` lets it stand.',
    '`alminding adoption deny ORGANISATION SOFTWARE` keeps what a body says of itself, once you have made sure that it is the body: it does not run this (or, with --consent, does not agree any more that it is told). That wins over every source, later ones too, and own records of it are withdrawn. `adoption allow ORGANISATION SOFTWARE` takes that back.',
    '`alminding adoption census [ID]` counts who uses a software, or the software of a network, or anything, today or at --date.',
  ],
  options: [
    { flag: '--country CC', description: 'Country of a name, as the queue shows it; several with commas.' },
    { flag: '--uphold', description: 'The dispute is right.' },
    { flag: '--reject', description: 'The dispute is not right.' },
    { flag: '--consent', description: 'The body takes back its consent.' },
    { flag: '--date D', description: 'Year, month or day of a census.' },
  ],
  exits: [
    { code: GOOD, when: 'it is done' },
    { code: INVALID, when: 'names or disputes wait for somebody' },
    { code: COULD_NOT, when: 'there is no such name, dispute, body or software' },
  ],
  async run(context) {
    const [action = '', ...rest] = context.args;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (act === undefined)
      throw new CodedError('invalid-parameter', `\`${action}\` is none of ${Object.keys(ACTIONS).join(', ')}.`);
    const [least, most] = act.takes;
    if (rest.length < least || rest.length > most)
      throw new CodedError('invalid-parameter', `Use it so: alminding adoption ${act.usage}`);
    return withExisting(context, 'adoption', ({ registry }) => act.run(registry, context, rest));
  },
};

interface Action {
  usage: string;
  /** Least and most words behind it. */
  takes: [number, number];
  run(registry: Registry, context: Context, words: string[]): Promise<number>;
}

const ACTIONS: Record<string, Action> = {
  queue: { usage: 'queue', takes: [0, 0], run: queue },
  match: { usage: 'match NAME ORGANISATION|none [--country CC]', takes: [2, 2], run: match },
  disputes: { usage: 'disputes', takes: [0, 0], run: disputes },
  settle: { usage: 'settle ID --uphold|--reject', takes: [1, 1], run: settle },
  deny: { usage: 'deny ORGANISATION SOFTWARE [--consent]', takes: [2, 2], run: deny },
  allow: { usage: 'allow ORGANISATION SOFTWARE', takes: [2, 2], run: allow },
  census: { usage: 'census [ID] [--date D]', takes: [0, 1], run: census },
};

async function queue({ adopters }: Registry, { io, json }: Context): Promise<number> {
  const { total, items } = await adopters.queue();
  if (json) printJson(io, { total, items });
  else io.out(`${items.map(waitingText).join('')}${total === 0 ? 'No name waits.' : `Names that wait: ${total}.`}\n`);
  return total > 0 ? INVALID : GOOD;
}

function waitingText({ name, countries, candidates }: Waiting): string {
  const where = countries.length > 0 ? ` (${countries.join(', ')})` : '';
  const lines = candidates.map(
    ({ id, name: called, country }) => `  ${id}  ${plain(called)}${country ? `, ${country}` : ''}\n`,
  );
  return `${plain(name)}${where}\n${lines.join('')}`;
}

async function match({ adopters }: Registry, { io, json, values }: Context, words: string[]): Promise<number> {
  const [name = '', organisation = ''] = words;
  const countries = typeof values.country === 'string' ? values.country.split(',').map((one) => one.trim()) : [];
  const waiting = (await adopters.queue()).items.filter((one) => one.name === name);
  if (countries.length === 0 && waiting.length > 1)
    throw new CodedError('conflict', `“${name}” waits with several countries: say which by --country.`);
  const [only] = waiting;
  await adopters.match(
    name,
    countries.length === 0 ? (only?.countries ?? []) : countries,
    organisation === 'none' ? null : organisation,
  );
  if (json) printJson(io, { name, organisation: organisation === 'none' ? null : organisation });
  else io.out(`${plain(name)}: ${organisation === 'none' ? 'no body of this catalogue' : organisation}\n`);
  return GOOD;
}

async function disputes({ adopters }: Registry, { io, json }: Context): Promise<number> {
  const all = await adopters.disputes();
  const open = all.filter(({ settled }) => settled === null);
  if (json) printJson(io, { disputes: all });
  else {
    for (const { id, about, reason, words } of open)
      io.out(`${id}  ${plain(about)}: ${reason}${words === null ? '' : `, “${plain(words)}”`}\n`);
    io.out(`${open.length} open, ${all.length - open.length} settled.\n`);
  }
  return open.length > 0 ? INVALID : GOOD;
}

async function settle({ adopters }: Registry, { io, json, values }: Context, [id = '']: string[]): Promise<number> {
  if ((values.uphold === true) === (values.reject === true))
    throw new CodedError('invalid-parameter', 'Say either --uphold or --reject.');
  const settled = await adopters.settle(id, values.uphold === true ? 'upheld' : 'rejected');
  if (json) printJson(io, settled);
  else io.out(`${settled.id}: ${settled.settled}\n`);
  return GOOD;
}

async function deny({ adopters }: Registry, { io, json, values }: Context, words: string[]): Promise<number> {
  const [organisation = '', software = ''] = words;
  const wanted = values.consent === true ? 'consent' : 'not-used';
  const { reason, withdrawn } = await adopters.hold(organisation, software, wanted);
  if (json) printJson(io, { organisation, software, reason, withdrawn });
  else {
    io.out(`The use of ${software} by ${organisation} is not listed, counted or told here, whoever says so.\n`);
    io.out(
      'The name is left out of the list of users that the makers keep, wherever it is shown here. The signed versions of the software, here and at mirrors, hold it still.\n',
    );
    if (withdrawn.length > 0)
      io.out(`Withdrawn, for mirrors too: ${withdrawn.join(', ')}\n${stillThere(withdrawn[0] ?? '')}`);
  }
  return GOOD;
}

async function allow({ adopters }: Registry, { io, json }: Context, words: string[]): Promise<number> {
  const [organisation = '', software = ''] = words;
  const changed = await adopters.release(organisation, software);
  if (json) printJson(io, { organisation, software, changed });
  else io.out(changed ? 'It is told again.\n' : 'Nothing was hidden.\n');
  return GOOD;
}

async function census({ read }: Registry, { io, json, values }: Context, [id]: string[]): Promise<number> {
  const date = typeof values.date === 'string' ? values.date : undefined;
  if (date !== undefined && !/^\d{4}(-\d\d){0,2}$/.test(date))
    throw new CodedError('invalid-parameter', `“${date}” is no date: write a year, a month or a day.`);
  const ref = id === undefined ? null : recordId(id);
  const subject = ref === null ? 'all' : await findRecord(read, ref.kind, ref.address);
  const page = await read.adopters(subject, { lang: 'en', limit: LIMITS.pageSize, ...(date && { date }) });
  const { total, inUse, notKnown, counts, series, shares } = page;
  if (json) printJson(io, { subject: id ?? null, date: date ?? null, total, inUse, notKnown, counts, series, shares });
  else io.out(censusText(page, date));
  return GOOD;
}

function censusText({ total, inUse, notKnown, counts, shares }: AdopterPage, date: string | undefined): string {
  const lines = [
    `${inUse} of ${total} known adopters use it${date === undefined ? ' today' : ` at the end of ${date}`}.`,
    ...(notKnown > 0 ? [`Of ${notKnown} more no date tells.`] : []),
    ...counts.evidence.map(({ value, count }) => `  ${value}: ${count}`),
    ...shares.map(({ type, country, have, of }) => `  ${have} of ${of} of kind ${type} in ${country}`),
  ];
  return `${lines.join('\n')}\n`;
}
