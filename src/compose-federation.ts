import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Configuration } from './config.ts';
import { type PeerDesk, peerDesk } from './federation/desk.ts';
import type { PeerHealth } from './federation/health.ts';
import { createPinger, type Pinger } from './federation/pings.ts';
import type { PullerDeps } from './federation/puller.ts';
import { createFederationReader, type FederationReader } from './federation/report.ts';
import type { Transport } from './federation/transport.ts';
import type { TurnDeps } from './federation/turn.ts';
import { systemClock } from './kernel/clock.ts';
import { isCoded } from './kernel/errors.ts';
import { LIMITS } from './kernel/limits.ts';
import { keepEvidence } from './logs/forks.ts';
import { readKeys } from './logs/key-files.ts';
import type { Post } from './logs/show-head.ts';
import { rootAt } from './logs/tree-reader.ts';
import { createWitness } from './logs/witness.ts';
import { parseExceptions } from './net/addresses.ts';
import { createNet, type Net } from './net/safe-fetch.ts';
import type { Registry } from './registry/types.ts';
import type { Store } from './store/port.ts';

/** The door out of this configuration. To be closed by whoever opened it. */
export const openNet = (config: Configuration): Net =>
  createNet({ exceptions: parseExceptions(config.netExceptions), userAgent: 'alminding' });

/** Requests to peers over sockets: no redirects, and longer waits where an answer may be held back. */
export const transportOver =
  (net: Net): Transport =>
  ({ url, maxBytes, known, waitMs = 0, signal }) =>
    net.fetch({
      ...{ url, maxBytes },
      ...(known && { known: { etag: known } }),
      ...(waitMs > 0 && { waits: { headers: LIMITS.netHeadersMs + waitMs, total: LIMITS.netTotalMs + waitMs } }),
      ...(signal && { signal }),
    });

/** What a pull works with, over an open catalogue. */
export function pullDeps(
  config: Configuration,
  { store, registry }: { store: Store; registry: Registry },
  net: Net,
): TurnDeps {
  const clock = systemClock;
  const key = async () => (await readKeys(resolve(config.data)))?.witness ?? null;
  const witness = createWitness({ store, clock, key });
  return {
    ...{ store, registry, clock, transport: transportOver(net), random: Math.random },
    cosign: (log, note) => witness.cosign(note, (size) => rootAt(store, log, size), 'mirror'),
    async onFork({ line, common, one, other, proof, keys, from }) {
      try {
        await keepEvidence({ store, clock }, { origin: line, common, one, other, proof, keys, source: from });
      } catch (error) {
        // Frozen it is; what cannot be proven to others is not kept as a proof.
        if (!isCoded(error, 'invalid-input')) throw error;
      }
    },
  };
}

/** What doors ask and do about peers. */
export interface Federation extends FederationReader {
  desk: PeerDesk;
}

/** `live` is what the loop in this process knows of the contact with each peer now. */
export function openFederation(
  { store, registry }: { store: Store; registry: Registry },
  net: Net,
  live: () => Map<number, PeerHealth> = () => new Map(),
): Federation {
  const clock = systemClock;
  const desk = peerDesk({ store, registry, clock, transport: transportOver(net) });
  return { ...createFederationReader({ store, clock, live }), desk };
}

/** A request to a witness, through the one door out. */
export const postTo =
  (net: Net): Post =>
  async (url, body) => {
    const waits = { headers: LIMITS.witnessMs, total: LIMITS.witnessMs };
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return net.fetch({ url, method: 'POST', headers, body, maxBytes: LIMITS.noteBytes, waits });
  };

/** Tells peers over sockets that our log has grown, as long as this process holds the lease of the loops. */
export function startPinger(
  config: Configuration,
  store: Store,
  net: Net,
  { holds, report }: { holds(): boolean; report(error: unknown): void },
): Pinger {
  const waits = { headers: LIMITS.witnessMs, total: LIMITS.witnessMs };
  return createPinger({
    ...{ store, clock: systemClock, holds, report, everyMs: LIMITS.signMs },
    key: async () => (await readKeys(resolve(config.data)))?.log ?? null,
    post: async (url, headers) =>
      (await net.fetch({ url, method: 'POST', headers, maxBytes: LIMITS.noteBytes, waits })).status,
  });
}

/** The same for the loop that follows peers. */
export const pullerDeps = (deps: TurnDeps, report: (error: unknown) => void): PullerDeps => ({
  ...deps,
  report,
  waitMs: LIMITS.longPollSeconds * 1000,
  sleep: (ms, signal) => wait(ms, undefined, { signal, ref: false }).catch(() => undefined),
});
