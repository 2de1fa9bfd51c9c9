import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodedError } from '../../kernel/errors.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { count } from '../text.ts';

export const command: Command = {
  name: 'backup',
  summary: 'Writes a whole, consistent copy of the data into one file.',
  usage: 'alminding backup FILE [options]',
  details: [
    'The service may run and write meanwhile. FILE appears under its name only when it is complete. It holds contacts of persons and is readable for its owner only. The token is not in it, nor any key: keep the folder `keys` and `hooks.key` of the data folder elsewhere, too.',
  ],
  options: [{ flag: '--force', description: 'Replace FILE if it is there.' }],
  exits: [
    { code: GOOD, when: 'the copy is complete and on the disk' },
    { code: COULD_NOT, when: 'it could not be written, or FILE is there already' },
  ],
  async run(context) {
    const file = resolve(context.args[0] as string);
    if (existsSync(file) && (context.values.force !== true || statSync(file).isDirectory()))
      throw new CodedError('conflict', `${file} is there already. Choose another name, or add --force to replace it.`);
    await withExisting(context, 'backup', ({ store }) => store.backup(file));
    const bytes = statSync(file).size;
    if (context.json) printJson(context.io, { file, bytes });
    else context.io.out(`The data is copied to ${file} (${count(bytes)} bytes).\n`);
    return GOOD;
  },
};
