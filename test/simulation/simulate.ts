/**
 * The federation by chance: whole catalogues in one process, each on a database of its own, a network in memory, a clock that
 * is moved, one seed for all that happens. Afterwards all faults stop, and everybody must have what everybody published.
 */

import { cpSync, rmSync } from 'node:fs';
import { setImmediate as others } from 'node:timers/promises';
import { documentOf } from '../../src/federation/pins.ts';
import { stateOf, turn } from '../../src/federation/turn.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { rotateKey } from '../../src/logs/rotate.ts';
import type { PeerRow } from '../../src/store/mirror-port.ts';
import { type Fault, join_, type Member, Network } from '../federation/world.ts';
import { ADDRESSES, clearWeather, faultFor, type Weather, withoutBodies } from './faults.ts';
import { addHostile } from './hostile.ts';
import { Model } from './model.ts';
import { differences, falseHistory, type Truth, unquiet, type Whole } from './oracle.ts';
import { type Event, neighbours, type Plan } from './plan.ts';

/** Why the run broke an invariant; none where it holds. */
export async function simulate(plan: Plan): Promise<string[]> {
  const ends: (() => unknown)[] = [];
  try {
    const run = await begin(plan, ends);
    for (const event of plan.events) {
      const problems = await step(run, event);
      if (problems.length > 0) return problems;
    }
    return await settle(run);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

interface Run extends Whole {
  weather: Weather;
  /** Whether two of them cannot reach each other now. */
  cut(a: string, b: string): boolean;
  withholding: Set<string>;
  /** Turns of which an answer has not come yet. */
  late: Late[];
  /** The request of the present turn that will be answered late: how many come before it. */
  next: { left: number; held: Held } | null;
  backups: Map<string, { size: number; folder: string }>;
}

interface Held {
  /** Resolves when the turn waits for it. */
  waits: Promise<void>;
  wait(): void;
  gate: Promise<void>;
  /** Lets the answer come, or the connection break. */
  open(error?: Error): void;
}

interface Late {
  member: Member;
  origin: number;
  held: Held;
  done: Promise<void>;
}

class Killed extends Error {}

async function begin(plan: Plan, ends: (() => unknown)[]): Promise<Run> {
  const network = new Network();
  const members: Member[] = [];
  for (let i = 0; i < plan.peers; i += 1)
    members.push(await join_({ teardown: (act) => ends.push(act) }, network, `p${i}.example`));
  const next = neighbours(plan);
  await pinAll(members, next, plan.selective);
  const truth: Truth = { keys: new Map(), erased: [], next };
  for (const member of members) await keepKeys(truth, member);
  const run: Run = {
    ...{ plan, network, members, model: new Model(plan.peers), truth, seen: new Map(), late: [], next: null },
    hostile: plan.role === null ? null : await addHostile(network, members, plan.role),
    weather: clearWeather(plan.seed),
    cut: () => false,
    withholding: new Set(),
    backups: new Map(),
  };
  ends.push(async () => {
    await Promise.all(run.late.map((late) => arrive(late, new CodedError('unreachable'))));
    for (const { folder } of run.backups.values()) rmSync(folder, { recursive: true, force: true });
  });
  network.fault = (from, to) => onTheWay(run, from, to);
  return run;
}

async function pinAll(members: Member[], next: Set<number>[], selective: boolean): Promise<void> {
  for (const [i, member] of members.entries()) {
    for (const [j, other] of members.entries()) {
      if (i === j) continue;
      const peer = await member.pin(other, selective && i === members.length - 1 ? { facets: ['dk'] } : {});
      // Pinned, and asked only where it is a neighbour: its log comes through others.
      if (!next[i]?.has(j)) await member.store.setPeer(peer.origin, { url: '' });
    }
  }
}

/** Whatever its log was signed with, ever. */
async function keepKeys({ keys }: Truth, { host, store }: Member): Promise<void> {
  const documents = await store.listControls('control/key');
  const all = documents.flatMap(({ body }) => {
    const { text } = JSON.parse(Buffer.from(body).toString('utf8')) as { text: string };
    return documentOf({ document: text }).log;
  });
  keys.set(host, new Set([...(keys.get(host) ?? []), ...all]));
}

function onTheWay(run: Run, from: string, to: string): Fault {
  return async (request, answer) => {
    if (run.cut(from, to)) throw new CodedError('unreachable', 'cut off');
    const weather = faultFor(run.weather, from);
    const honest = run.withholding.has(to) ? () => withoutBodies(request, answer) : answer;
    const { next } = run;
    if (next !== null) next.left -= 1;
    if (next?.left !== 0) return weather === undefined ? honest() : weather(request, honest);
    run.next = null;
    const given = await honest();
    next.held.wait();
    await next.held.gate;
    return given;
  };
}

/** What the event does, and whether all holds behind it. */
async function step(run: Run, event: Event): Promise<string[]> {
  const member = run.members[event.who % run.members.length] as Member;
  try {
    await ACTS[event.do](run, member, event);
  } catch (error) {
    // Whatever a peer does, a turn is health; whatever is published here is sound.
    return [`${event.do} at ${member.host} threw ${error instanceof Error ? error.stack : error}`];
  }
  run.network.clock.at += 1_000;
  return falseHistory(wholeOf(run), member);
}

const wholeOf = ({ plan, network, members, hostile, model, truth, seen }: Run): Whole => ({
  ...{ plan, network, members, hostile, model, truth, seen },
});

const slugOf = ({ what }: Event): string => `s${what % 8}`;

const ACTS: Record<Event['do'], (run: Run, member: Member, event: Event) => Promise<void>> = {
  async publish({ model }, member, event) {
    const slug = slugOf(event);
    const version = model.publish(event.who, slug);
    const countries = event.what % 2 === 0 ? ['DK'] : ['DE'];
    const more = { url: `https://forge.example/${member.host}/${slug}`, version: String(version), countries };
    if (version !== null) await member.publish(slug, more);
  },
  async withdraw({ model }, member, event) {
    if (!model.withdraw(event.who, slugOf(event))) return;
    await member.registry.withdraw('software', slugOf(event), 'withdrawn');
    await member.sign();
  },
  async erase({ model, truth }, member, event) {
    const slug = slugOf(event);
    if (!model.erase(event.who, slug)) return;
    const versions = await member.store.listVersions({ origin: 0, kind: 'software', slug }, 1_000);
    truth.erased.push(...versions.map(({ digest }) => digest));
    await member.registry.erase('software', slug, null);
    await member.sign();
  },
  async rotate({ truth, network, model }, member, event) {
    // Now and then only: it is written by hand.
    if (event.what > 5 || model.live(event.who).length === 0) return;
    await rotateKey({ store: member.store, clock: network.clock, data: member.folder, salt: `${event.what}` }, 'log');
    await member.sign();
    await keepKeys(truth, member);
  },
  pull: (run, member) => pull(run, member),
  async late(run, member, { what }) {
    const peers = await freePeers(run, member);
    const peer = peers[what % Math.max(1, peers.length)];
    if (peer === undefined) return;
    const held = newHeld();
    run.next = { left: 1 + Math.floor(what / 4), held };
    const done = one(run, member, peer);
    await Promise.race([done, held.waits]);
    // Other requests of the same turn come to their end.
    for (let turns = 0; turns < 20; turns += 1) await others();
    if (run.next === null) run.late.push({ member, origin: peer.origin, held, done });
    else await done;
    run.next = null;
  },
  async arrive(run) {
    const [late] = run.late.splice(0, 1);
    if (late) await arrive(late);
  },
  crash: (run, member) => restart(run, member),
  async kill(run, member, { what }) {
    let left = 1 + (what % 6);
    member.point = (name) => {
      left -= 1;
      if (left === 0) throw new Killed(name);
    };
    try {
      await pull(run, member);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    } finally {
      member.point = null;
    }
    await restart(run, member);
  },
  async backup(run, member) {
    await restart(run, member, () => {
      const folder = `${member.folder}.backup`;
      rmSync(folder, { recursive: true, force: true });
      cpSync(member.folder, folder, { recursive: true });
    });
    run.backups.set(member.host, { size: (await member.store.readLog()).size, folder: `${member.folder}.backup` });
  },
  /** Of a mirror. Whose own log has grown since signs no more, and begins another one: that is tried elsewhere. */
  async restore(run, member) {
    const backup = run.backups.get(member.host);
    if (backup === undefined || backup.size !== (await member.store.readLog()).size) return;
    await restart(run, member, () => {
      rmSync(member.folder, { recursive: true, force: true });
      cpSync(backup.folder, member.folder, { recursive: true });
    });
    run.seen.delete(member.host);
  },
  async faults(run, _member, { what, who }) {
    run.weather.level = (what % 9) / 16;
    run.weather.only = ADDRESSES[(what + who) % ADDRESSES.length] as RegExp;
  },
  async partition(run, _member, { what }) {
    const side = (host: string) => (Number(/\d+/.exec(host)?.[0] ?? 0) * 7 + what) % 3 === 0;
    run.cut = what % 4 === 0 ? () => false : (a, b) => side(a) !== side(b);
  },
  async withhold({ withholding }, { host }) {
    if (!withholding.delete(host)) withholding.add(host);
  },
  async wait({ network }, _member, { what }) {
    network.clock.at += 2 ** (what % 8) * 60_000;
  },
};

/** Peers of which no turn is under way: each has one loop. */
async function freePeers(run: Run, member: Member): Promise<PeerRow[]> {
  const busy = new Set(run.late.flatMap((late) => (late.member === member ? [late.origin] : [])));
  const peers = await member.store.listPeers();
  return peers.filter(({ state, url, origin }) => state === 'active' && url !== '' && !busy.has(origin));
}

async function pull(run: Run, member: Member): Promise<void> {
  for (const peer of await freePeers(run, member)) await one(run, member, peer);
}

const one = (_run: Run, { deps, states }: Member, peer: PeerRow): Promise<void> =>
  turn(deps, peer, stateOf(states, peer, deps.transport));

async function restart(run: Run, member: Member, meanwhile?: () => void): Promise<void> {
  for (const late of run.late.filter((one) => one.member === member)) {
    run.late.splice(run.late.indexOf(late), 1);
    await arrive(late, new CodedError('unreachable', 'killed'));
  }
  await member.close();
  meanwhile?.();
  await member.restart();
}

async function arrive({ held, done }: Late, error?: Error): Promise<void> {
  held.open(error);
  await done;
}

function newHeld(): Held {
  let wait = (): void => undefined;
  let open: Held['open'] = () => undefined;
  const waits = new Promise<void>((resolve) => {
    wait = resolve;
  });
  const gate = new Promise<void>((resolve, reject) => {
    open = (error) => (error === undefined ? resolve() : reject(error));
  });
  gate.catch(() => undefined);
  return { waits, wait, gate, open };
}

const ROUND_MS = 3_700_000;

/** All faults stop: everybody comes to have the same, and then nothing is asked or written any more. */
async function settle(run: Run): Promise<string[]> {
  run.weather.level = 0;
  run.cut = () => false;
  run.withholding.clear();
  let problems: string[] = [];
  try {
    for (const late of run.late.splice(0)) await arrive(late);
    for (let round = 0; round < 3 * run.plan.peers + 4; round += 1) {
      run.network.clock.at += ROUND_MS;
      for (const member of run.members) await pull(run, member);
      for (const member of run.members) problems.push(...(await falseHistory(wholeOf(run), member)));
      if (problems.length > 0) return problems;
      problems = await differences(wholeOf(run));
      if (problems.length === 0) return unquiet(wholeOf(run), (member) => pull(run, member));
      if (round < 3 * run.plan.peers + 3) problems = [];
    }
    return differences(wholeOf(run));
  } catch (error) {
    return [`A pull threw ${error instanceof Error ? error.stack : error}`];
  }
}

/** A schedule that still fails with as few events as are found by leaving out halves, quarters, … */
export async function shrink(plan: Plan): Promise<Plan> {
  let best = plan;
  for (let size = Math.ceil(plan.events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.events.length; ) {
      const events = best.events.toSpliced(at, size);
      const smaller = { ...best, events };
      if (events.length < best.events.length && (await simulate(smaller)).length > 0) best = smaller;
      else at += size;
    }
  }
  return best;
}
