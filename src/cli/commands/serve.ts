import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Served } from '../../compose.ts';
import type { Configuration } from '../../config.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { COULD_NOT, type Command, GOOD } from '../command.ts';
import { withFolder } from '../failure.ts';
import { countOf } from '../text.ts';

/** By so much of what is in use memory grows before it is swept. Without it, it doubles, though the machine is small. */
const GROWING_PERCENT = 15;

export const command: Command = {
  name: 'serve',
  summary: 'Serves the catalogue: pages and API.',
  usage: 'alminding serve [options]',
  details: [
    'Makes the data folder where there is none, loads the built-in catalogues and your own folder, and says in one line on standard output when it answers. The log (one JSON object a line) goes to standard error. SIGTERM or SIGINT ends it: requests that run are answered first.',
    'A second process on the same data serves as a reader and says so.',
  ],
  options: [],
  exits: [
    { code: GOOD, when: 'it was asked to stop and did' },
    {
      code: COULD_NOT,
      when: 'it could not start (a wrong setting, a port that is taken, a folder that cannot be written, a database of a newer version) or not stop in time',
    },
  ],
  async run({ io, json, config: readConfig, program }) {
    const config = readConfig();
    const { serve } = await import('../../compose.ts');
    const stop = io.stopped();
    const { version, commands } = program;
    const service = await serve(config, { version, commands }).catch((error) => {
      throw withFolder(error, resolve(config.data));
    });
    // Behind the start, which makes much that is soon thrown away. To sweep it at once would cost the start a tenth of a second.
    setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
    io.out(json ? `${JSON.stringify(described(service, config))}\n` : announced(service, config));
    const broken = service.loaded?.broken ?? 0;
    if (broken > 0)
      io.err(`${countOf(broken, 'file')} of the catalogue folders could not be loaded: see ${service.url}/en/about\n`);
    await stop;
    if (await Promise.race([service.close().then(() => true), deadline(LIMITS.shutdownMs)])) return GOOD;
    io.err(`alminding: requests still ran after ${LIMITS.shutdownMs / 1000} seconds and were cut off.\n`);
    return COULD_NOT;
  },
};

function announced({ url, role, records }: Served, { data }: Configuration): string {
  const reader = role === 'reader' ? ', as a reader beside another process' : '';
  return `Alminding serves ${countOf(records, 'record')} on ${url} (data in ${data}${reader})\n`;
}

const described = ({ url, role, records, loaded }: Served, { data }: Configuration): object => ({
  url,
  role,
  records,
  data: resolve(data),
  loaded,
});

function deadline(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), ms).unref();
  });
}
