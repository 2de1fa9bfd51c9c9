import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodedError } from '../../kernel/errors.ts';
import { OWN } from '../../kernel/origins.ts';
import { makeProof } from '../../logs/proof.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { recordId } from '../record-id.ts';
import { countOf } from '../text.ts';

export const command: Command = {
  name: 'proof',
  summary: 'Writes a file that proves offline that an own entry stands in the signed journal.',
  usage: 'alminding proof ID [options]',
  details: [
    'The file holds the entry, its place in the journal and the signed head (C2SP tlog-proof). `alminding verify-proof` checks it without service or network.',
  ],
  options: [
    { flag: '--out FILE', description: 'Where to write it. Without this: the id with the end .tlog-proof, here.' },
    { flag: '--force', description: 'Replace the file if it is there.' },
  ],
  exits: [
    { code: GOOD, when: 'the file is written' },
    { code: COULD_NOT, when: 'there is no such own entry, no head covers it yet, or the file is there already' },
  ],
  async run(context) {
    const { kind, slug } = recordId(context.args[0] as string);
    const { out } = context.values;
    const file = resolve(typeof out === 'string' ? out : `${kind}-${slug}.tlog-proof`);
    const { text, index, size } = await withCatalogue(context, 'proof', ({ store }) =>
      makeProof(store, { origin: OWN, kind, slug }),
    );
    if (existsSync(file) && context.values.force !== true)
      throw new CodedError('conflict', `${file} is there already. Choose another name, or add --force to replace it.`);
    writeFileSync(file, text);
    if (context.json) printJson(context.io, { file, index, size });
    else context.io.out(`${file} proves leaf ${index} of ${countOf(size, 'leaf', 'leaves')}.\n`);
    return GOOD;
  },
};
