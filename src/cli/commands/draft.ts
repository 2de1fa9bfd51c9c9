import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNot } from '../../files/why-not.ts';
import { CodedError } from '../../kernel/errors.ts';
import { licenceTexts } from '../../licence/identify.ts';
import { type Draft, draft } from '../../manifest/draft/draft.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { readRepository } from '../draft/read-repository.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'draft',
  summary: 'Writes a first publiccode.yml from what stands in a repository.',
  usage: 'alminding draft DIR [options]',
  details: [
    'DIR is the working copy of a repository. Name, address, version, licence, description, languages and logo are taken from the README, the change log, package.json, composer.json, pyproject.toml, setup.cfg, setup.py, the licence file and the tags, as far as they say it. Nothing is invented and no person is named: what is not said in a file is a comment, for you to fill in. Then `alminding check` says what is still missing.',
    'The draft goes to standard output, what is left for you to standard error.',
  ],
  options: [{ flag: '--write', description: 'Write DIR/publiccode.yml instead. A file that is there is kept.' }],
  exits: [
    { code: GOOD, when: 'a draft was made' },
    { code: COULD_NOT, when: 'the folder could not be read or the file not written' },
  ],
  async run({ io, json, args, values }) {
    const folder = args[0] as string;
    const repository = await readRepository(folder);
    const made = draft(repository, { licenceTexts: await licenceTexts() });
    const file = values.write === true ? join(folder, 'publiccode.yml') : null;
    if (file !== null) await writeNew(file, made.text);
    if (json) printJson(io, { file, ...made });
    else {
      if (file === null) io.out(made.text);
      io.err(wordsOf(made, file));
    }
    return GOOD;
  },
};

function wordsOf({ found, left }: Draft, file: string | null): string {
  const from = (one: Draft['found'][number]): string => `  ${plain(one.key)}: from ${plain(one.from)}\n`;
  const open = left.map(({ key, why }) => `  ${plain(key)}: ${plain(why)}\n`);
  const written = file === null ? [] : [`Wrote ${plain(file)}.\n`];
  return [...written, 'Found:\n', ...found.map(from), 'Left for you:\n', ...open].join('');
}

async function writeNew(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    throw new CodedError('unwritable-file', `${file} was not written: ${whyNot(error)}.`, { cause: error });
  });
}
