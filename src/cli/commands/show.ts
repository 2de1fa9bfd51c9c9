import type { Standing } from '../../federation/report.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD } from '../command.ts';
import { findRecord } from '../find.ts';
import { recordId } from '../record-id.ts';
import { outline, plain } from '../text.ts';

export const command: Command = {
  name: 'show',
  summary: 'Shows a record.',
  usage: 'alminding show ID [options]',
  details: ['ID is a kind and a name, such as software/os2mo or network/os2@built-in. `alminding search` finds it.'],
  options: [{ flag: '--versions', description: `List the newest ${LIMITS.pageSize} versions instead.` }],
  exits: [
    { code: GOOD, when: 'it is shown' },
    { code: COULD_NOT, when: 'there is no such record, or it was withdrawn' },
  ],
  async run(context) {
    const { io, json, values, clock } = context;
    const { kind, address } = recordId(context.args[0] as string);
    await withExisting(context, 'show', async ({ store, registry: { read } }) => {
      const { createFederationReader } = await import('../../federation/report.ts');
      const row = await findRecord(read, kind, address);
      if (values.versions === true) {
        const { items: versions } = await read.versions(row, LIMITS.pageSize);
        io.out(json ? `${JSON.stringify(versions, null, 2)}\n` : outline(versions));
        return;
      }
      const view = JSON.parse(row.view) as View;
      const federation = createFederationReader({ store, clock, live: () => new Map() });
      const standing = await federation.standing(view.origin, view.mirror?.index);
      if (json) io.out(`${JSON.stringify({ ...view, ...(standing && { originStanding: standing }) }, null, 2)}\n`);
      else io.out(readable(view, standing));
    });
    return GOOD;
  },
};

type View = Record<string, unknown> & { origin: string; mirror?: { index: number } };

/** Name and id first, what is out of order with its catalogue, then what the record says, then how the catalogue came to know it. */
function readable(all: View, standing: Standing | null): string {
  const { name, id, origin, summary, record, kind, aliases, page, sources, filled, ...rest } = all;
  if (typeof record !== 'object' || record === null) throw new CodedError('damaged-data', `${id} holds no record.`);
  const address = origin === 'own' ? id : `${id}@${origin}`;
  const head = `${plain(String(name))}  (${address})\n${inWords(standing)}${summary === '' ? '' : `${plain(String(summary))}\n`}`;
  const known = {
    origin,
    ...rest,
    page,
    ...(isEmpty(sources) ? {} : { sources }),
    ...(isEmpty(filled) ? {} : { filled }),
  };
  const { name: _, ...fields } = record as Record<string, unknown>;
  return `${head}\n${outline(fields)}\nIn this catalogue:\n${outline(known, '  ')}`;
}

/** What must be known before anything else is read. */
function inWords(standing: Standing | null): string {
  if (standing === null) return '';
  const { asOf, frozen, unwitnessed } = standing;
  const lines = [
    asOf !== undefined &&
      `As of ${asOf}: its catalogue was last looked at then, and what it says today is not known here.`,
    frozen !== undefined &&
      'Its catalogue has signed two different histories (`alminding forks list`): nothing newer of it is taken over.',
    unwitnessed && 'Not yet witnessed: other networks have not confirmed yet that they see the same.',
  ];
  return lines
    .filter((line) => typeof line === 'string')
    .map((line) => `${line}\n`)
    .join('');
}

const isEmpty = (value: unknown): boolean => Object.keys((value as object | undefined) ?? {}).length === 0;
