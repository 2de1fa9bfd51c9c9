import { CodedError } from '../../kernel/errors.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { plain } from '../text.ts';

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
    const { openNet, pullDeps } = await import('../../compose-federation.ts');
    const { newState, turn } = await import('../../federation/turn.ts');
    const config = context.config();
    const net = openNet(config);
    let shown = 0;
    try {
      const results = await withCatalogue(context, 'sync', async (catalogue) => {
        const progress = (peer: string, line: string, done: number, total: number): void => {
          // A line a second on standard error; the answer is on standard output.
          if (json || context.clock.now() - shown < 1_000) return;
          shown = context.clock.now();
          io.err(`${plain(peer)}: ${done} of ${total} leaves of ${plain(line)}\n`);
        };
        const deps = { ...pullDeps(config, catalogue, net), progress };
        const peers = (await catalogue.store.listPeers()).filter(
          ({ state, name, url }) =>
            state === 'active' && url !== '' && (values.peer === undefined || values.peer === name),
        );
        if (values.peer !== undefined && peers.length === 0)
          throw new CodedError('not-found', `There is no active peer ${String(values.peer).slice(0, 100)}.`);
        const done = [];
        for (const peer of peers) {
          const state = newState(peer, deps.transport);
          const before = { leaves: state.health.leaves, bodies: state.health.bodies };
          await turn(deps, peer, state);
          // Bodies that did not come with their leaves are asked for at once.
          if (state.health.problem === null) await turn(deps, peer, state);
          const { problem, leaves, bodies, requests, bytes } = state.health;
          done.push({
            name: peer.name,
            leaves: leaves - before.leaves,
            bodies: bodies - before.bodies,
            requests,
            bytes,
            problem,
          });
        }
        return done;
      });
      if (json) printJson(io, results);
      else if (results.length === 0) io.out('No catalogue is pinned. `alminding peer add URL` looks at one.\n');
      for (const { name, leaves, bodies, problem } of json ? [] : results)
        io.out(
          `${plain(name)}: ${leaves} leaves, ${bodies} bodies${problem ? `; ${problem.code}: ${plain(problem.detail)}` : ''}\n`,
        );
      return results.every(({ problem }) => problem === null) ? GOOD : COULD_NOT;
    } finally {
      await net.close();
    }
  },
};
