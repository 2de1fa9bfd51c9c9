import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { HookDesk, ShownHook } from '../../registry/deliver/hooks.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'hook',
  summary: 'Tells other programs of changes by webhook: add, list, remove, resume, renew, log, ping, redeliver.',
  usage: 'alminding hook ACTION… [options]',
  details: [
    '`alminding hook add URL --label TEXT` names an address that is told of every change from now on, in the form of Standard Webhooks. The secret by which it can tell that a message is ours is shown once.',
    '`alminding hook list` shows how far each is; one that failed while 10,000 changes went by is suspended. `alminding hook resume ID` goes on with what comes, and says first what was missed; `alminding hook remove ID` forgets one.',
    '`alminding hook renew ID` makes another secret and shows it once. Secrets are sealed with the key in `hooks.key` in the data folder, which is in no backup: after a restore elsewhere, webhooks are suspended until they are renewed, or that file is put back.',
    '`alminding hook log ID` shows what was sent; `alminding hook ping ID` sends a message without changes, `alminding hook redeliver ID MESSAGE` one of the log once more.',
  ],
  options: [
    { flag: '--label TEXT', description: 'Who it is, in your words.' },
    { flag: '--kinds LIST', description: 'Only these kinds of records, such as software,organisation.' },
    { flag: '--everything', description: 'Records of other catalogues that are shown here, too.' },
  ],
  exits: [
    { code: GOOD, when: 'it was done, or what was sent was taken' },
    { code: INVALID, when: 'what was sent was not taken by the other side' },
    { code: COULD_NOT, when: 'there is no such webhook or message, or the address may not be asked' },
  ],
  async run(context) {
    const [action = '', id, message] = context.args;
    const act = { add, list, remove, resume, renew, log, ping, redeliver }[action];
    if (act === undefined)
      throw new CodedError(
        'invalid-parameter',
        'The actions are add, list, remove, resume, renew, log, ping and redeliver.',
      );
    if (action !== 'list' && id === undefined)
      throw new CodedError('invalid-parameter', action === 'add' ? 'Name the address.' : 'Name the webhook.');
    return act(context, id ?? '', message);
  },
};

const atDesk = <T>(context: Context, act: (desk: HookDesk) => Promise<T>, open = withExisting): Promise<T> =>
  open(context, 'hook', async (catalogue) => {
    const { openNet } = await import('../../compose.ts');
    const { openHookDesk } = await import('../../compose-hooks.ts');
    const net = openNet(context.config(), context.program.version);
    try {
      return await act(openHookDesk(context.config(), catalogue, net));
    } finally {
      await net.close();
    }
  });

async function add(context: Context, url: string): Promise<number> {
  const { values, io, json } = context;
  const label = typeof values.label === 'string' ? values.label : '';
  if (label === '') throw new CodedError('invalid-parameter', 'Say by --label who it is.');
  const kinds = typeof values.kinds === 'string' ? values.kinds.split(',').map((kind) => kind.trim()) : [];
  const made = await atDesk(
    context,
    (desk) => desk.add({ url, label, kinds, everything: values.everything === true }),
    withCatalogue,
  );
  if (json) printJson(io, made);
  else {
    io.err(`Webhook ${made.id} is told of changes from now on. Its secret is shown this once:\n`);
    io.out(`${made.secret}\n`);
  }
  return GOOD;
}

async function list(context: Context): Promise<number> {
  const hooks = await atDesk(context, (desk) => desk.list());
  if (context.json) printJson(context.io, hooks);
  else for (const hook of hooks) context.io.out(`${lineOf(hook)}\n`);
  if (hooks.length === 0 && !context.json) context.io.err('Nobody is told of changes: `alminding hook add URL`.\n');
  return GOOD;
}

const WHY: Readonly<Record<string, string>> = {
  gone: 'it answered that it wants no more',
  behind: 'it failed for too long',
  'no-secret': 'its secret cannot be opened with the key of this data folder',
};

function lineOf({ id, url, label, state, why, behind, failures, due }: ShownHook): string {
  const failing = failures === 0 ? '' : `, failed ${countOf(failures, 'time')}, tried again ${toRfc3339(due)}`;
  const how =
    state === 'suspended'
      ? `suspended: ${WHY[why ?? ''] ?? why}; \`alminding hook ${why === 'no-secret' ? 'renew' : 'resume'} ${id}\``
      : `${countOf(behind, 'change')} behind${failing}`;
  return `${id}  ${plain(label)}  ${plain(url)}  (${how})`;
}

async function remove(context: Context, id: string): Promise<number> {
  await atDesk(context, (desk) => desk.remove(id));
  if (context.json) printJson(context.io, { removed: id });
  else context.io.out(`Webhook ${plain(id)} is forgotten.\n`);
  return GOOD;
}

async function resume(context: Context, id: string): Promise<number> {
  const hook = await atDesk(context, (desk) => desk.resume(id));
  if (context.json) printJson(context.io, hook);
  else context.io.out(`${lineOf(hook)}\n`);
  return GOOD;
}

async function renew(context: Context, id: string): Promise<number> {
  const made = await atDesk(context, (desk) => desk.renew(id));
  if (context.json) printJson(context.io, made);
  else {
    context.io.err(
      `Messages to ${plain(made.url)} are signed with another secret from now on. It is shown this once:\n`,
    );
    context.io.out(`${made.secret}\n`);
  }
  return GOOD;
}

async function log(context: Context, id: string): Promise<number> {
  const rows = await atDesk(context, (desk) => desk.deliveries(id));
  if (context.json) printJson(context.io, rows);
  else
    for (const { at, message, type, attempt, status, error } of rows)
      context.io.out(`${toRfc3339(at)}  ${message}  ${type}  try ${attempt}: ${error ?? status}\n`);
  return GOOD;
}

const ping = (context: Context, id: string): Promise<number> => sent(context, (desk) => desk.ping(id));

function redeliver(context: Context, id: string, message?: string): Promise<number> {
  if (message === undefined) throw new CodedError('invalid-parameter', 'Name the message, as `hook log` shows it.');
  return sent(context, (desk) => desk.redeliver(id, message));
}

async function sent(context: Context, act: (desk: HookDesk) => ReturnType<HookDesk['ping']>): Promise<number> {
  const outcome = await atDesk(context, act);
  const { delivered, status, error } = outcome;
  if (context.json) printJson(context.io, outcome);
  else context.io.out(delivered ? `It was taken (${status}).\n` : `It was not taken: ${error ?? status}.\n`);
  return delivered ? GOOD : INVALID;
}
