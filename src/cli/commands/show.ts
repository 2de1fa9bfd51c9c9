import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { withCatalogue } from '../catalogue.ts';
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
    const { io, json, values } = context;
    const { kind, address } = recordId(context.args[0] as string);
    await withCatalogue(context, 'show', async ({ registry: { read } }) => {
      const row = await findRecord(read, kind, address);
      if (values.versions === true) {
        const { items: versions } = await read.versions(row, LIMITS.pageSize);
        io.out(json ? `${JSON.stringify(versions, null, 2)}\n` : outline(versions));
      } else if (json) io.out(`${JSON.stringify(JSON.parse(row.view), null, 2)}\n`);
      else io.out(readable(row.view));
    });
    return GOOD;
  },
};

/** Name and id first, then what the record says, then how the catalogue came to know it. */
function readable(view: string): string {
  const all = JSON.parse(view) as Record<string, unknown>;
  const { name, id, origin, summary, record, kind, aliases, page, sources, filled, ...rest } = all;
  if (typeof record !== 'object' || record === null) throw new CodedError('damaged-data', `${id} holds no record.`);
  const address = origin === 'own' ? id : `${id}@${origin}`;
  const head = `${plain(String(name))}  (${address})\n${plain(String(summary))}\n`;
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

const isEmpty = (value: unknown): boolean => Object.keys((value as object | undefined) ?? {}).length === 0;
