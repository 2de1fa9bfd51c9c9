import { resolve } from 'node:path';
import type { Loggable } from '../../kernel/loggable.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { withFolder } from '../failure.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'sync',
  summary: 'Mirrors the pinned catalogues now, with progress.',
  usage: 'alminding sync [options]',
  details: [
    'Asks every active peer once and takes what is new. A running service does this by itself; beside one it does no harm. Stopped anywhere, the next one goes on from there.',
  ],
  options: [{ flag: '--peer NAME', description: 'Only this one.' }],
  exits: [
    { code: GOOD, when: 'every peer answered well' },
    { code: COULD_NOT, when: 'one could not be reached, or what it sent does not hold; the others are done' },
  ],
  async run(context) {
    const { io, json, values } = context;
    const { syncPeers } = await import('../../sync-peers.ts');
    const config = context.config();
    let shown = 0;
    const progress = (peer: string, line: string, done: number, total: number): void => {
      // A line a second on standard error; the answer is on standard output.
      if (json || context.clock.now() - shown < 1_000) return;
      shown = context.clock.now();
      io.err(`${plain(peer)}: ${done} of ${total} leaves of ${plain(line)}\n`);
    };
    const onFault = ({ type, stack }: Loggable): void => io.err(`The program failed: ${type}\n${stack}\n`);
    const name = typeof values.peer === 'string' ? values.peer : null;
    const results = await syncPeers(config, name, { progress, onFault }).catch((error: unknown) => {
      throw withFolder(error, resolve(config.data));
    });
    if (json) printJson(io, results);
    else if (results.length === 0)
      io.out(
        'No pinned catalogue is active. `alminding peer list` shows them, `alminding peer add URL` looks at one.\n',
      );
    for (const { name, leaves, bodies, problem } of json ? [] : results)
      io.out(
        `${plain(name)}: ${cameOf(leaves, bodies)}${problem ? `; ${problem.code}: ${plain(problem.detail)}` : ''}\n`,
      );
    return results.every(({ problem }) => problem === null) ? GOOD : COULD_NOT;
  },
};

const cameOf = (leaves: number, bodies: number): string =>
  leaves === 0 && bodies === 0
    ? 'nothing new'
    : `${countOf(leaves, 'leaf', 'leaves')}, ${countOf(bodies, 'body', 'bodies')}`;
