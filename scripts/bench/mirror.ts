import { resolve } from 'node:path';
import { openCatalogue } from '../../src/compose.ts';
import { openNet, pullDeps, transportOver } from '../../src/compose-federation.ts';
import { type Configuration, toConfig } from '../../src/config.ts';
import { lookAt, pin } from '../../src/federation/peers.ts';
import { newState, type PeerState, turn } from '../../src/federation/turn.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { PeerRow } from '../../src/store/mirror-port.ts';
import type { Store } from '../../src/store/port.ts';

/** A data folder that mirrors a catalogue on loopback, in this process. */
export interface Mirror {
  store: Store;
  peer: PeerRow;
  state: PeerState;
  turn(): Promise<void>;
  close(): Promise<void>;
}

export const configOf = (data: string, exceptions: string[]): Configuration => ({
  ...toConfig({ values: [], problems: [] }),
  ...{ data: resolve(data), builtIn: false, crawlNamed: false, name: 'bench' },
  netExceptions: exceptions.map((url) => `${url}=127.0.0.0/8`).join(','),
});

/** Pins the catalogue, whose words are taken from itself: here one hand owns both. */
export async function openMirror(data: string, url: string): Promise<Mirror> {
  const config = configOf(data, [url]);
  const catalogue = openCatalogue(config, { what: 'bench' });
  const net = openNet(config);
  const deps = pullDeps(config, catalogue, net);
  const given = { store: catalogue.store, clock: systemClock, transport: transportOver(net) };
  const candidate = await lookAt(given, url);
  const peer = await pin(given, candidate, { words: candidate.words });
  const state = newState(peer, deps.transport);
  return {
    ...{ store: catalogue.store, peer, state },
    async turn() {
      await turn(deps, peer, state);
      if (state.health.problem !== null) throw new Error(state.health.problem.detail);
    },
    async close() {
      await net.close();
      await catalogue.close();
    },
  };
}
