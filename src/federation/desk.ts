import { CodedError } from '../kernel/errors.ts';
import type { Registry } from '../registry/types.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import { stopAsking } from './asked.ts';
import { type Candidate, lookAt, type PeersDeps, peerNamed, pin } from './peers.ts';
import { mustBeFacets } from './pins.ts';

export interface DeskDeps extends PeersDeps {
  registry: Registry;
}

/** What an operator changes of a peer. */
export interface PeerChange {
  state?: 'active' | 'paused';
  /** Approves its log up to so many leaves. */
  approved?: number;
  /** Lets the removals through that were held. */
  releaseRemovals?: boolean;
  /** Only bodies with one of these are taken from now on; all where none is named. */
  facets?: string[];
}

/** `wanted`: bodies that are asked for now, or shown again; `left`: records that are shown no more. */
export interface PeerChanged {
  peer: PeerRow;
  released: number;
  wanted: number;
  left: number;
}

/** What an operator does about peers, over whichever door. Throws `not-found` for a peer that is not there. */
export interface PeerDesk {
  /** Looks at a catalogue by its address; with words that are its own it is pinned, without any nothing is stored. */
  add(
    address: string,
    given: { words?: string; name?: string; facets?: string[] },
  ): Promise<{ candidate: Candidate; peer: PeerRow | null }>;
  change(name: string, change: PeerChange): Promise<PeerChanged>;
  /** No more asked; what came from it is kept and marked with the date of the last look, or dropped. How many records went. */
  remove(name: string, records: 'keep' | 'drop'): Promise<{ peer: PeerRow; gone: number }>;
}

export const peerDesk = (deps: DeskDeps): PeerDesk => ({
  async add(address, { words, name, facets }) {
    mustBeFacets(facets ?? []);
    const candidate = await lookAt(deps, address);
    if (words === undefined) return { candidate, peer: null };
    const options = { words, ...(name !== undefined && { name }), ...(facets !== undefined && { facets }) };
    return { candidate, peer: await pin(deps, candidate, options) };
  },
  async change(name, { state, approved, releaseRemovals, facets }) {
    mustBeFacets(facets ?? []);
    const peer = await peerNamed(deps.store, name);
    if (approved !== undefined && !(Number.isSafeInteger(approved) && approved >= 0))
      throw new CodedError('invalid-parameter', 'A size is a number of leaves.');
    if (state !== undefined && peer.state === 'left')
      throw new CodedError('conflict', `${peer.name} was removed. Add it again, with its words.`);
    const set = {
      ...(state !== undefined && { state }),
      ...(approved !== undefined && { approved }),
      ...(facets !== undefined && { facets }),
    };
    await deps.store.setPeer(peer.origin, set);
    const released = releaseRemovals === true ? await deps.registry.releaseRemovals(peer.origin) : 0;
    const none = { wanted: 0, left: 0 };
    const subscribed = facets === undefined ? none : await deps.registry.resubscribe(peer.origin);
    return { peer: { ...peer, ...set }, released, ...subscribed };
  },
  async remove(name, records) {
    const peer = await peerNamed(deps.store, name);
    await deps.store.setPeer(peer.origin, { state: 'left' });
    for (const { line, origin } of await deps.store.listMirrors())
      if (origin === peer.origin) await deps.store.dropWitnessed(line);
    await stopAsking(deps.store, peer);
    return { peer: { ...peer, state: 'left' }, gone: records === 'drop' ? await deps.registry.forget(peer.origin) : 0 };
  },
});
