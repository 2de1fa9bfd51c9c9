/** Whole catalogues in one process that mirror each other: in memory through their real routes, or over sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { toConfig } from '../../src/config.ts';
import { lookAt, pin } from '../../src/federation/peers.ts';
import type { Answered, Asked, Transport } from '../../src/federation/transport.ts';
import { type PeerState, stateOf, type TurnDeps, turn } from '../../src/federation/turn.ts';
import { CodedError, isCoded } from '../../src/kernel/errors.ts';
import { keepEvidence } from '../../src/logs/forks.ts';
import { readKeys } from '../../src/logs/key-files.ts';
import { createLogs } from '../../src/logs/logs.ts';
import { createSigner, type Signer } from '../../src/logs/loop.ts';
import { rootAt } from '../../src/logs/tree-reader.ts';
import { createWitness } from '../../src/logs/witness.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Registry } from '../../src/registry/types.ts';
import type { PeerRow } from '../../src/store/mirror-port.ts';
import type { Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { describeApi } from '../../src/web/api/openapi.ts';
import type { AppDeps } from '../../src/web/deps.ts';
import { federationRoutes } from '../../src/web/federation/routes.ts';
import { problemHandler } from '../../src/web/plugins/problem.ts';
import { checkQueries } from '../../src/web/plugins/validation.ts';
import { software } from '../registry/world.ts';
import { type TestClock, testClock } from '../store/steps.ts';

interface Ends {
  teardown(act: () => unknown): void;
}

/** A test may answer instead of the peer, change an answer, or lose it. */
export type Fault = (request: Asked, answer: () => Promise<Answered>) => Promise<Answered>;

/** A catalogue that a test plays: what it answers to whom. */
export type Played = (from: string, path: string) => Answered;

export class Network {
  readonly clock: TestClock = testClock();
  readonly members = new Map<string, Member>();
  readonly played = new Map<string, Played>();
  /** What stands in the way, by whoever asks and whom: `*` for anybody. */
  fault: ((from: string, to: string) => Fault | undefined) | null = null;
  readonly asked: { from: string; url: string }[] = [];

  transportFor(from: string): Transport {
    return async (request) => {
      this.asked.push({ from, url: request.url });
      const { host } = new URL(request.url);
      const answer = () => this.#answer(from, host, request);
      const fault = this.fault?.(from, host);
      const given = fault === undefined ? await answer() : await fault(request, answer);
      if (given.bytes.byteLength > request.maxBytes) throw new CodedError('answer-too-large');
      return given;
    };
  }

  async #answer(from: string, host: string, { url, known }: Asked): Promise<Answered> {
    const { pathname, search } = new URL(url);
    const played = this.played.get(host);
    if (played !== undefined) return played(from, `${pathname}${search}`);
    const member = this.members.get(host);
    if (member === undefined || !member.up) throw new CodedError('unreachable', `${host} is not there.`);
    const headers = known ? { 'if-none-match': known } : {};
    const response = await member.app.inject({ url: `${pathname}${search}`, headers });
    return {
      status: response.statusCode,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      bytes: response.rawPayload,
    };
  }
}

export interface Member {
  host: string;
  folder: string;
  store: Store;
  registry: Registry;
  signer: Signer;
  app: FastifyInstance;
  deps: TurnDeps;
  states: Map<number, PeerState>;
  up: boolean;
  /** Logs that were said to have grown, by pings that held. */
  news: string[];
  /** Publishes a product and signs. */
  publish(name: string, more?: object): Promise<void>;
  sign(): Promise<void>;
  pin(other: Member | string, options?: { facets?: string[] }): Promise<PeerRow>;
  /** A turn with every peer, one after the other. */
  pull(): Promise<void>;
  /** Hears of each step of a pull that writes, before and behind it; one that throws ends the process there. */
  point: ((name: string) => void) | null;
  /** Opens the same folder anew, as after a kill: nothing of the old process is ended in order. */
  restart(): Promise<void>;
  /** Opens the same folder under another address; the old one leads there too. */
  move(host: string): Promise<void>;
  close(): Promise<void>;
}

export async function join_(t: Ends, network: Network, host: string): Promise<Member> {
  const folder = mkdtempSync(join(tmpdir(), 'alminding-fed-'));
  const member = { host, folder, up: true, states: new Map(), news: [], point: null } as unknown as Member;
  await open(network, member);
  network.members.set(host, member);
  t.teardown(async () => {
    await member.close();
    rmSync(folder, { recursive: true, force: true });
  });
  member.publish = async (name, more) => {
    await member.registry.publish(software(name, more));
    await member.signer.sign();
  };
  member.sign = () => member.signer.sign();
  member.pin = async (other, options = {}) => {
    const url = `https://${typeof other === 'string' ? other : other.host}`;
    const candidate = await lookAt(member.deps, url);
    return pin(member.deps, candidate, { words: candidate.words, ...options });
  };
  member.pull = async () => {
    for (const peer of await member.store.listPeers()) {
      if (peer.state !== 'active' || peer.url === '') continue;
      const state = stateOf(member.states, peer, member.deps.transport);
      await turn(member.deps, peer, state);
    }
  };
  member.move = async (next) => {
    await member.close();
    member.host = next;
    await open(network, member);
    network.members.set(next, member);
  };
  member.restart = async () => {
    await member.close();
    member.states.clear();
    await open(network, member);
  };
  return member;
}

async function open(network: Network, member: Member): Promise<void> {
  const { clock } = network;
  const { host, folder } = member;
  const store = openStore({ folder, clock, busyMs: 1_000, what: 'a test' });
  const registry = createRegistry({ store, clock, serving: false });
  const fence = await store.lease('loops', 'test', 10 * 365 * 86_400_000);
  let salts = 0;
  const signer = createSigner({
    ...{ store, clock, data: folder, publicUrl: `https://${host}`, fence: () => fence, everyMs: 3_600_000 },
    salt: () => `salt-${host}-${salts++}`,
    report: (error) => {
      if (!isCoded(error)) throw error;
    },
  });
  await signer.sign();
  const key = async () => (await readKeys(folder))?.witness ?? null;
  const logs = createLogs(store, signer.state, { clock, key });
  logs.onNews((line) => member.news.push(line));
  const witness = createWitness({ store, clock, key });
  const app = fastify();
  const config = { ...toConfig({ values: [], problems: [] }), publicUrl: `https://${host}`, name: host };
  app.setErrorHandler(
    problemHandler({ publicUrl: config.publicUrl, pageHeaders: {}, renderErrorPage: async () => '' } as never),
  );
  checkQueries(app);
  await describeApi(app, '0.0.0');
  await app.register((routes) => federationRoutes(routes, { registry, logs, config, clock } as unknown as AppDeps));
  await app.ready();
  let open = true;
  const deps: TurnDeps = {
    ...{ store, clock, transport: network.transportFor(host), random: () => 0.5 },
    registry: watched(registry, (name) => member.point?.(name)),
    cosign: (log, note) => witness.cosign(note, (size) => rootAt(store, log, size), 'mirror'),
    async onFork({ line, common, one, other, proof, keys, from }) {
      await keepEvidence({ store, clock }, { origin: line, common, one, other, proof, keys, source: from });
    },
  };
  Object.assign(member, { store, registry, signer, app, deps });
  member.close = async () => {
    if (!open) return;
    open = false;
    await app.close();
    await signer.end();
    await registry.close();
    await store.close();
  };
}

/** The acts of a pull that write, each with a point before it and one behind it. */
function watched(registry: Registry, point: (name: string) => void): Registry {
  const around =
    <G extends unknown[], A>(name: string, act: (...given: G) => Promise<A>) =>
    async (...given: G): Promise<A> => {
      point(`before ${name}`);
      const answer = await act(...given);
      point(`behind ${name}`);
      return answer;
    };
  return {
    ...registry,
    mirror: around('bundle', registry.mirror),
    mirrorHead: around('head', registry.mirrorHead),
    mirrorBodies: around('bodies', registry.mirrorBodies),
  };
}

/** Catalogues a, b and c on one day, none of which has pinned another yet. */
export async function joinThree(t: Ends): Promise<{ network: Network; members: [Member, Member, Member] }> {
  const network = new Network();
  network.clock.at = Date.parse('2026-11-28T10:00:00Z');
  const join = (host: string) => join_(t, network, host);
  return { network, members: [await join('a.example'), await join('b.example'), await join('c.example')] };
}

/** Ids of what is shown of an origin, with the version of each. */
export async function shownOf(
  { registry, store }: Pick<Member, 'registry' | 'store'>,
  originName: string,
): Promise<string[]> {
  const origin = await store.originNumber(originName);
  if (origin === null) return [];
  const rows = await store.listEntries(origin, 0, 100_000);
  const live = rows
    .filter(({ state }) => state === 'live')
    .map(({ kind, slug, bodyDigest }) => `${kind}/${slug} ${bodyDigest}`);
  void registry;
  return live.sort();
}
