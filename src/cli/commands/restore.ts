import { resolve } from 'node:path';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { withFolder } from '../failure.ts';

export const command: Command = {
  name: 'restore',
  summary: 'Puts a backup in the place of the data.',
  usage: 'alminding restore FILE [options]',
  details: [
    'Nothing else may hold the data meanwhile: stop the service first. The database that was there is kept beside the new one as alminding.db.before-restore.',
    'A backup holds no key: neither those that sign (the folder `keys`) nor the one that opens the secrets of webhooks (`hooks.key`). Keep both files elsewhere and put them into a new data folder before you restore. Webhooks whose secret cannot be opened are named and suspended.',
    'What is restored may be older than what was signed. The next service therefore asks its witnesses, where it has any, before it signs.',
  ],
  options: [],
  exits: [
    { code: GOOD, when: 'the backup is in place' },
    {
      code: COULD_NOT,
      when: 'another process holds the data (it is named), or FILE is no backup of this program or of a newer version; the data is as it was',
    },
  ],
  async run({ io, json, args, config }) {
    const file = resolve(args[0] as string);
    const settings = config();
    const folder = resolve(settings.data);
    const { restore } = await import('../../compose.ts');
    const { replaced, secretless } = await inFolder(() => restore(settings, file), folder);
    if (json) printJson(io, { file, data: folder, replaced, webhooksWithoutSecret: secretless });
    else {
      io.out(`${file} is restored to ${folder}.\n`);
      if (replaced) io.out('The data that was there is kept as alminding.db.before-restore.\n');
      for (const id of secretless)
        io.out(`Webhook ${id} is suspended: the key of its secret is not here. \`alminding hook renew ${id}\`\n`);
    }
    return GOOD;
  },
};

async function inFolder<T>(act: () => Promise<T>, folder: string): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw withFolder(error, folder);
  }
}
