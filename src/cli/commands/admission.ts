import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Writer } from '../../writers/writer.ts';
import { withAccess } from '../access.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'admission',
  summary: 'Decides what waits: new entries of sources that are not accepted, and claims to entries.',
  usage: 'alminding admission ACTION… [options]',
  details: [
    '`alminding admission list` shows what waits, `show ID` the manifest itself; `accept ID` publishes it and makes its repository a writer; `refuse ID --reason TEXT` tells its sender why not.',
    '`alminding admission expect --address A --issuer I --repository N --owner N` lets a repository publish a new entry within 30 days, whatever ALMINDING_ADMISSION says; `expected` lists those, `forget ID` takes one back.',
    '`alminding admission acts` lists what was done by whom: by you, by tokens, by runs of CI.',
  ],
  options: [
    { flag: '--reason TEXT', description: 'Why, told to whoever sent it.' },
    { flag: '--digest D', description: 'With accept or refuse: only this manifest, as `show` names it.' },
    { flag: '--address A', description: 'Address of the repository that is expected.' },
    { flag: '--issuer I', description: 'Issuer of the tokens of its CI.' },
    { flag: '--repository N', description: 'Number of the repository at the forge.' },
    { flag: '--owner N', description: 'Number of its owner at the forge.' },
    { flag: '--ref REF', description: 'The only ref that may publish.' },
    { flag: '--environment E', description: 'The only environment that may publish.' },
    { flag: '--workflow FILE', description: 'The only workflow that may publish.' },
  ],
  exits: [
    { code: GOOD, when: 'it is settled, expected or listed' },
    { code: INVALID, when: 'what waits is no longer valid' },
    { code: COULD_NOT, when: 'nothing waits under this name, or it is a claim' },
  ],
  async run(context) {
    const [action, id] = context.args as [string, string | undefined];
    const act = ACTIONS[action];
    if (act === undefined)
      throw new CodedError('invalid-parameter', `\`${action}\` is none of ${Object.keys(ACTIONS).join(', ')}.`);
    return act(context, id ?? '');
  },
};

const MOST_ACTS = 100;

const ACTIONS: Readonly<Record<string, (context: Context, id: string) => Promise<number>>> = {
  list: async (context) => {
    const waiting = await withAccess(context, 'admission', (access) => access.admissions('waiting'));
    const lines = waiting.map(({ id, address, path, about, entry, received }) => {
      const what = about === 'claim' ? `claims ${entry}` : 'a new entry';
      return `${id}  ${plain(address)} (${plain(path)}): ${what}, since ${toRfc3339(received)}\n`;
    });
    return told(context, waiting, lines.length === 0 ? 'Nothing waits.\n' : lines.join(''));
  },
  show: async (context, id) => {
    const { admission, mediaType, bytes } = await withAccess(context, 'admission', (access) => access.manifest(id));
    const text = Buffer.from(bytes).toString('utf8');
    const head = `${plain(admission.address)} (${plain(admission.path)}), ${mediaType}, digest ${admission.digest}\n`;
    const lines = text.split(/\r?\n/).map((line) => `  ${plain(line)}`.trimEnd());
    const next = `Publish it: \`alminding admission accept ${id} --digest ${admission.digest}\`.\n`;
    return told(context, { ...admission, mediaType, text }, `${head}${lines.join('\n')}\n${next}`);
  },
  accept: (context, id) => settle(context, id, true),
  refuse: (context, id) => settle(context, id, false),
  expect: async (context) => {
    const row = await withAccess(context, 'admission', (access) => access.invite(expected(context)), withCatalogue);
    return told(context, row, `${row.id} is expected until ${toRfc3339(row.expires)}.\n`);
  },
  expected: async (context) => {
    const rows = await withAccess(context, 'admission', (access) => access.invitations());
    const lines = rows.map(({ id, writer, expires }) => {
      const { address } = JSON.parse(writer) as Writer;
      return `${id}  ${plain(address)}, until ${toRfc3339(expires)}\n`;
    });
    return told(context, rows, lines.length === 0 ? 'No repository is expected.\n' : lines.join(''));
  },
  forget: async (context, id) => {
    await withAccess(context, 'admission', (access) => access.uninvite(id));
    return told(context, { id }, `${plain(id)} is no longer expected.\n`);
  },
  acts: async (context) => {
    const acts = await withAccess(context, 'admission', (access) => access.acts(MOST_ACTS));
    const lines = acts.map(
      ({ at, actor, act, subject }) => `${toRfc3339(at)}  ${plain(actor)}: ${act} ${plain(subject)}\n`,
    );
    return told(context, acts, lines.join(''));
  },
};

async function settle(context: Context, id: string, accept: boolean): Promise<number> {
  const { reason, digest } = context.values;
  const decision = {
    ...{ accept, ...(typeof reason === 'string' && { reason }) },
    ...(typeof digest === 'string' && { digest }),
  };
  const { admission, published } = await withAccess(context, 'admission', (access) => access.settle(id, decision));
  const done = published === null ? `${id} is refused.` : `${id} is published as ${published.id}.`;
  return told(context, { admission, published }, `${done}\n`);
}

function expected({ values }: Context): Writer {
  if (typeof values.address !== 'string')
    throw new CodedError('invalid-parameter', 'Name the repository by --address.');
  const writer: Writer = { address: values.address };
  for (const name of ['issuer', 'repository', 'owner', 'workflow', 'ref', 'environment'] as const) {
    const value = values[name];
    if (typeof value === 'string') writer[name] = value;
  }
  if (writer.issuer === undefined || writer.repository === undefined || writer.owner === undefined)
    throw new CodedError(
      'invalid-parameter',
      'Say --issuer, --repository and --owner: names pass to others, numbers do not.',
    );
  return writer;
}

function told({ io, json }: Context, value: unknown, text: string): number {
  if (json) printJson(io, value);
  else io.out(text);
  return GOOD;
}
