import { REASONS } from '../../journal/leaf.ts';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import type { Registry } from '../../registry/types.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { findRecord } from '../find.ts';
import { idText, recordId } from '../record-id.ts';
import { stillThere } from '../text.ts';

export const command: Command = {
  name: 'withdraw',
  summary: 'Takes an own entry out of the catalogue for good.',
  usage: 'alminding withdraw ID --reason R [options]',
  details: [
    'A page stays that says that the entry was withdrawn and why; its id is never used again. Only entries of this catalogue can be withdrawn: what is built in is switched off as a whole (ALMINDING_BUILT_IN=false).',
  ],
  options: [{ flag: '--reason R', description: `Why: one of ${REASONS.join(', ')}.` }],
  exits: [
    { code: GOOD, when: 'it is withdrawn, or was before' },
    { code: COULD_NOT, when: 'there is no such entry, it is not ours, or no reason is given' },
  ],
  async run(context) {
    const { io, json, values } = context;
    const { kind, slug, origin, address } = recordId(context.args[0] as string);
    const reason = values.reason;
    if (typeof reason !== 'string' || !(REASONS as readonly string[]).includes(reason))
      throw new CodedError('invalid-parameter', `--reason must be one of ${REASONS.join(', ')}.`);
    if (origin !== undefined && origin !== 'own') throw notOurs(idText(kind, address), origin);
    const answer = await withExisting(context, 'withdraw', async ({ registry }) => {
      try {
        return await registry.withdraw(kind, slug, reason);
      } catch (error) {
        throw isCoded(error, 'not-found') ? await explained(registry, kind, slug, error) : error;
      }
    });
    if (json) printJson(io, { ...answer, reason });
    else {
      io.out(answer.changed ? `${answer.id} is withdrawn (${reason}).\n` : `${answer.id} was withdrawn before.\n`);
      if (reason === 'consent') io.out(stillThere(answer.id));
    }
    return GOOD;
  },
};

const notOurs = (id: string, origin: string): CodedError =>
  new CodedError(
    'conflict',
    origin === 'built-in'
      ? `${id} comes with the program and is not ours to withdraw. ALMINDING_BUILT_IN=false hides all that is built in.`
      : `${id} belongs to ${origin}: only that catalogue can withdraw it.`,
  );

/** There is no own entry of this name. Perhaps somebody else's is shown under it, or the name has a slip. */
async function explained(
  registry: Registry,
  kind: Parameters<Registry['withdraw']>[0],
  slug: string,
  refusal: CodedError,
): Promise<unknown> {
  try {
    const { view } = await findRecord(registry.read, kind, slug);
    return notOurs(idText(kind, slug), (JSON.parse(view) as { origin: string }).origin);
  } catch (error) {
    return isCoded(error) ? error : refusal;
  }
}
