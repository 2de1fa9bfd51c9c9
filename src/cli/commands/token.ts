import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Scope } from '../../writers/may-write.ts';
import { withAccess } from '../access.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'token',
  summary: 'Makes, lists and revokes tokens for publishing, where CI has no proof of its own.',
  usage: 'alminding token ACTION… [options]',
  details: [
    '`alminding token create --repository ADDRESS --label TEXT` makes a token that publishes the manifest of that repository; with --entry instead, one that writes that entry. It is shown once: put it among the secrets of your CI.',
    '`alminding token list` tells what each is for and when it was last used; `alminding token revoke ID` ends one.',
  ],
  options: [
    { flag: '--repository ADDRESS', description: 'The repository that it publishes.' },
    { flag: '--entry ID', description: 'The entry that it writes, such as software/kitos.' },
    { flag: '--label TEXT', description: 'What it is for, in your words.' },
    { flag: '--days N', description: 'How long it is good, 1 to 366 days. Else 90.' },
  ],
  exits: [
    { code: GOOD, when: 'it is made, revoked, or all are listed' },
    { code: COULD_NOT, when: 'there is no such token, or what it is for is not said' },
  ],
  async run(context) {
    const [action, id] = context.args as [string, string | undefined];
    if (action === 'create') return create(context);
    if (action === 'list') return list(context);
    if (action === 'revoke' && id !== undefined) return revoke(context, id);
    throw new CodedError('invalid-parameter', 'Say create, list, or revoke and the name of a token.');
  },
};

async function create(context: Context): Promise<number> {
  const { values, io, json } = context;
  const days = Number(values.days ?? 90);
  const label = typeof values.label === 'string' ? values.label : '';
  if (label === '') throw new CodedError('invalid-parameter', 'Say by --label what the token is for.');
  const made = await withAccess(
    context,
    'token',
    ({ tokens }) => tokens.create({ label, days, scope: scopeOf(values) }),
    withCatalogue,
  );
  if (json) printJson(io, made);
  else {
    io.err(`Token ${made.id}, good until ${toRfc3339(made.expires)}. It is shown this once:\n`);
    io.out(`${made.token}\n`);
  }
  return GOOD;
}

function scopeOf({ repository, entry }: Context['values']): Scope {
  if (typeof repository === 'string' && entry === undefined) return { repository };
  if (typeof entry === 'string' && repository === undefined) return { entry };
  throw new CodedError('invalid-parameter', 'Say either --repository or --entry.');
}

async function list(context: Context): Promise<number> {
  const tokens = await withAccess(context, 'token', ({ tokens }) => tokens.list());
  if (context.json) printJson(context.io, tokens);
  else for (const token of tokens) context.io.out(lineOf(token, context.clock.now()));
  return GOOD;
}

type Shown = Awaited<ReturnType<Parameters<Parameters<typeof withAccess>[2]>[0]['tokens']['list']>>[number];

function lineOf({ id, label, scope, expires, revoked, used }: Shown, now: number): string {
  const what = 'entry' in scope ? scope.entry : scope.repository;
  const state = revoked !== null ? 'revoked' : expires <= now ? 'over' : `good until ${toRfc3339(expires)}`;
  const last = used === null ? 'never used' : `last used ${toRfc3339(used)}`;
  return `${id}  ${plain(label)}: ${plain(what)} (${state}, ${last})\n`;
}

async function revoke(context: Context, id: string): Promise<number> {
  await withAccess(context, 'token', ({ tokens }) => tokens.revoke(id));
  if (context.json) printJson(context.io, { id, revoked: true });
  else context.io.out(`Token ${plain(id)} is revoked.\n`);
  return GOOD;
}
