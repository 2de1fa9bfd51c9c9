import { parentPort, workerData } from 'node:worker_threads';
import { openCatalogue } from './compose.ts';
import { openNet, pullDeps } from './compose-federation.ts';
import type { Configuration } from './config.ts';
import type { PeerHealth } from './federation/health.ts';
import { newState, type TurnDeps, turn } from './federation/turn.ts';
import { CodedError, type ErrorCode, isCoded } from './kernel/errors.ts';
import { type Loggable, loggable } from './kernel/loggable.ts';
import type { PeerRow } from './store/mirror-port.ts';

/** What came from a peer, and what went wrong with it. */
export interface Synced {
  name: string;
  leaves: number;
  bodies: number;
  requests: number;
  bytes: number;
  problem: PeerHealth['problem'];
}

export type SyncAt = [peer: string, line: string, done: number, total: number];
type Refused = { code: ErrorCode; detail: string; extra: Readonly<Record<string, unknown>> };
export type SyncMessage = { progress: SyncAt } | { done: Synced[] } | { refused: Refused } | { fault: Loggable };

/** Asks every active peer once, or the named one alone, in a thread whose heap is bounded as that of the service's is. */
const { config, name } = workerData as { config: Configuration; name: string | null };
const post = (message: SyncMessage): void => parentPort?.postMessage(message);

try {
  post({ done: await syncAll() });
} catch (error) {
  if (!isCoded(error)) throw error;
  post({ refused: { code: error.code, detail: error.message, extra: error.extra } });
}

async function syncAll(): Promise<Synced[]> {
  const net = openNet(config);
  try {
    const catalogue = openCatalogue(config, {
      what: 'alminding sync',
      existing: true,
      onFault: (error) => post({ fault: loggable(error) }),
    });
    try {
      const progress: TurnDeps['progress'] = (...at) => post({ progress: at });
      const deps = { ...pullDeps(config, catalogue, net), progress };
      const done: Synced[] = [];
      for (const peer of named(await catalogue.store.listPeers())) done.push(await syncOne(deps, peer));
      return done;
    } finally {
      await catalogue.close();
    }
  } finally {
    await net.close();
  }
}

function named(all: PeerRow[]): PeerRow[] {
  const peers = all.filter((peer) => peer.state === 'active' && peer.url !== '' && (name ?? peer.name) === peer.name);
  if (name !== null && peers.length === 0)
    throw new CodedError('not-found', `There is no active peer ${name.slice(0, 100)}.`);
  return peers;
}

/** Of a log that was found to be forked nothing more is taken, whoever found it: that is no answer like “nothing new”. */
async function forkOf({ store, clock }: TurnDeps, { origin }: PeerRow): Promise<Synced['problem']> {
  const frozen = (await store.listMirrors()).find((mirror) => mirror.origin === origin && mirror.shown)?.frozen ?? null;
  const detail = `Its log was found to be forked: nothing behind ${frozen} leaves is taken (\`alminding forks list\`).`;
  return frozen === null ? null : { code: 'forked-log', detail, at: clock.now() };
}

async function syncOne(deps: TurnDeps, peer: PeerRow): Promise<Synced> {
  const state = newState(peer, deps.transport);
  const before = { leaves: state.health.leaves, bodies: state.health.bodies };
  await turn(deps, peer, state);
  // Bodies that did not come with their leaves are asked for at once.
  if (state.health.problem === null) await turn(deps, peer, state);
  const { leaves, bodies, requests, bytes } = state.health;
  const problem = state.health.problem ?? (await forkOf(deps, peer));
  return {
    ...{ name: peer.name, leaves: leaves - before.leaves, bodies: bodies - before.bodies },
    ...{ requests, bytes, problem },
  };
}
