import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentOf } from '../../federation/pins.ts';
import { CodedError } from '../../kernel/errors.ts';
import { OWN } from '../../kernel/origins.ts';
import { makeProof } from '../../logs/proof.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { leafWords } from '../leaf-words.ts';
import { recordId } from '../record-id.ts';
import { countOf } from '../text.ts';

export const command: Command = {
  name: 'proof',
  summary: 'Writes a file that proves offline that an entry stands in the signed journal of its catalogue.',
  usage: 'alminding proof ID [options]',
  details: [
    'The file holds the entry, its place in the journal and the signed head (C2SP tlog-proof). `alminding verify-proof` checks it without service or network. It is of what is published now; of what was withdrawn or erased it proves that.',
    'Of a mirrored entry (software/NAME@catalogue.example) it proves what that catalogue has signed, though it be gone.',
  ],
  options: [
    { flag: '--out FILE', description: 'Where to write it. Without this: the id with the end .tlog-proof, here.' },
    { flag: '--force', description: 'Replace the file if it is there.' },
  ],
  exits: [
    { code: GOOD, when: 'the file is written' },
    { code: COULD_NOT, when: 'there is no such entry, no head covers it yet, or the file is there already' },
  ],
  async run(context) {
    const { kind, slug, origin } = recordId(context.args[0] as string);
    const { out } = context.values;
    const file = resolve(typeof out === 'string' ? out : `${kind}-${slug}.tlog-proof`);
    const { text, index, size, leaf } = await withExisting(context, 'proof', async ({ store }) => {
      const number = origin === undefined ? OWN : await store.originNumber(origin);
      if (number === OWN) return makeProof(store, { origin: OWN, kind, slug });
      const mirror = (await store.listMirrors()).find((row) => row.origin === number && row.shown);
      const peer = (await store.listPeers()).find((row) => row.origin === number);
      if (number === null || mirror === undefined || peer === undefined)
        throw new CodedError('not-found', `No log of ${origin} is mirrored here.`);
      return makeProof(store, { origin: number, kind, slug }, { log: mirror.log, keys: documentOf(peer).log });
    });
    if (existsSync(file) && context.values.force !== true)
      throw new CodedError('conflict', `${file} is there already. Choose another name, or add --force to replace it.`);
    writeFileSync(file, text);
    if (context.json) printJson(context.io, { file, index, size });
    else
      context.io.out(
        `${file} proves: ${leafWords(leaf)}.\nIt is leaf ${index} of ${countOf(size, 'leaf', 'leaves')}. \`alminding verify-proof\` checks the file, anywhere.\n`,
      );
    return GOOD;
  },
};
