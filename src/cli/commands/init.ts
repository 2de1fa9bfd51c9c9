import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fingerprint, formatVerifierKey } from '../../journal/key.ts';
import { randomId } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { slugOf } from '../../kernel/slug.ts';
import { createKeys } from '../../logs/key-files.ts';
import { baseOf } from '../../logs/names.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { readmeOf } from '../init-readme.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'init',
  summary: 'Makes a folder for a new network: configuration, keys, an empty catalogue and a README of ten steps.',
  usage: 'alminding init NETWORK [options]',
  details: [
    'NETWORK is the name of the network; the folder is named after it. The README in it leads from there to a signed catalogue, command by command.',
  ],
  options: [
    {
      flag: '--url URL',
      description: 'Public address of the catalogue, where it is known already. The log is named after it.',
    },
    { flag: '--in DIR', description: 'Where to make the folder. Else here.' },
  ],
  exits: [
    { code: GOOD, when: 'the folder is made' },
    { code: COULD_NOT, when: 'there is a folder of that name already, or it cannot be made' },
  ],
  async run({ args, values, io, json }) {
    const name = (args[0] as string).trim();
    const slug = slugOf(name);
    if (slug === '' || name.length > LIMITS.networkName)
      throw new CodedError(
        'invalid-parameter',
        `A name needs letters or digits, and at most ${LIMITS.networkName} of them.`,
      );
    const url = typeof values.url === 'string' ? values.url.replace(/\/+$/, '') : '';
    if (url !== '' && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
      throw new CodedError('invalid-parameter', `${plain(url)} is no http or https address.`);
    const folder = resolve(typeof values.in === 'string' ? values.in : '.', slug);
    await makeFolder(folder);
    for (const part of ['catalogue/networks', 'catalogue/software', 'data'])
      await mkdir(join(folder, part), { recursive: true, mode: part === 'data' ? 0o700 : 0o755 });
    const ring = await createKeys(join(folder, 'data'), baseOf(url));
    const settings = { data: './data', catalogue: './catalogue', name, url, token: randomId() + randomId() };
    await write(folder, 'alminding.json', `${JSON.stringify(settings, null, 2)}\n`, 0o600);
    await write(folder, 'catalogue/networks/'.concat(slug, '.yml'), `name: ${JSON.stringify(name)}\n`);
    await write(folder, '.gitignore', 'alminding.json\ndata/\npublic/\n*.tlog-proof\n');
    await write(folder, 'README.md', readmeOf(name, slug));
    const key = formatVerifierKey(ring.log);
    if (json) printJson(io, { folder, name, origin: ring.log.name, key, words: fingerprint(key) });
    else io.out(`${folder} is made. Its README.md says how to go on, in ten steps.\n`);
    return GOOD;
  },
};

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === 'EEXIST' ? 'is there already' : `cannot be made (${code})`;
    throw new CodedError('unwritable-file', `${folder} ${why}.`, { cause: error });
  }
}

const write = (folder: string, file: string, text: string, mode = 0o644): Promise<void> =>
  writeFile(join(folder, file), text, { mode });
