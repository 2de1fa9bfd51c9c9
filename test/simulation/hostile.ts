/** A hostile catalogue in a run of the simulation: its log, and what it answers to whom. */

import type { Answered } from '../../src/federation/transport.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import {
  bomb,
  fill,
  flooding,
  forger,
  honest,
  poisoned,
  poisoner,
  rewinder,
  withholder,
} from '../federation/hostile-roles.ts';
import { type Answer, type HostileServer, honestAnswer, type Role } from '../federation/hostile-server.ts';
import type { Member, Network, Played } from '../federation/world.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import type { RoleName } from './plan.ts';

export const HOSTILE = 'hostile.example';

export interface Hostile {
  role: RoleName;
  log: TestLog;
  /** Ids that may be shown of it. */
  known: Set<string>;
  /** How far its log was approved by everybody, and how much more may come at once. */
  approved: number;
  tokens: number;
  /** When it was pinned. */
  since: number;
}

/** Adds it to the network and has everybody pin it. */
export async function addHostile(network: Network, members: Member[], role: RoleName): Promise<Hostile> {
  const log = new TestLog(HOSTILE);
  const { write, approved, tokens } = LOGS[role] ?? { write: fill(5), approved: 1_000, tokens: 0 };
  write(log);
  const known = new Set([...log.state.entries.keys()].filter((id) => !UNSOUND.has(id)));
  const hostile: Hostile = { role, log, known, approved, tokens, since: network.clock.at };
  network.played.set(HOSTILE, playing(network, hostile, members[0]?.host ?? ''));
  for (const member of members) {
    const given = { approved, tokens, tokensAt: network.clock.now(), added: network.clock.now() };
    const peer = await member.store.putPeer(newPeer(log, given));
    await member.store.openMirror(peer.origin, log.origin);
    await member.store.putWitnessed({ origin: log.origin, keys: [...log.document.log], mirrored: true });
  }
  return hostile;
}

/** Bodies of the poisoner that are no records. */
const UNSOUND = new Set(['software/other', 'software/deep', 'software/proto']);

/** Of which more than a few leaves are needed. */
const LOGS: Partial<Record<RoleName, { write(log: TestLog): void; approved: number; tokens: number }>> = {
  flooder: { write: flooding, approved: 10, tokens: 300 },
  remover: { write: fill(40), approved: 1_000, tokens: 0 },
  poisoner: { write: poisoned, approved: 1_000, tokens: 0 },
};

function playing(network: Network, hostile: Hostile, victim: string): Played {
  const { role, log } = hostile;
  const url = `https://${HOSTILE}`;
  const server: HostileServer = { url, log, requests: 0 };
  if (role === 'equivocator') return split(hostile);
  if (role === 'slow')
    return () => {
      network.clock.at += 60_000;
      throw new CodedError('answer-timeout', 'It did not answer in time.');
    };
  if (role === 'remover') return removing(hostile);
  const roles: Partial<Record<RoleName, (server: HostileServer) => Role>> = {
    ...{ rewinder, withholder, bomb, poisoner, flooder: honest },
    forger: forger({ ...server, url: `https://${victim}` }),
  };
  const act = (roles[role] ?? honest)(server);
  return (_from, path) =>
    answered(
      act(path, () => honestAnswer(log, path), undefined as never),
      log,
      path,
    );
}

function answered(given: Answer | 'held' | undefined, log: TestLog, path: string): Answered {
  const {
    status = 200,
    bytes,
    headers = {},
  } = given === undefined || given === 'held' ? honestAnswer(log, path) : given;
  return { status, headers, bytes: Buffer.from(bytes) };
}

/** One history for some, and another one for the others. */
function split({ log, known }: Hostile): Played {
  const other = new TestLog(HOSTILE);
  for (let i = 1; i < log.size; i += 1) other.put(`software/t${i}`);
  for (const id of other.state.entries.keys()) known.add(id);
  return (from, path) => {
    const shown = Number(/\d+/.exec(from)?.[0] ?? 0) % 2 === 0 ? log : other;
    return answered(honestAnswer(shown, path), shown, path);
  };
}

/** Removes all that it has when somebody has taken that. */
function removing({ log }: Hostile): Played {
  let asked = 0;
  return (_from, path) => {
    asked += 1;
    if (asked === 30) for (let i = 0; i < 40; i += 1) log.del(`software/s${i}`);
    return answered(undefined, log, path);
  };
}
