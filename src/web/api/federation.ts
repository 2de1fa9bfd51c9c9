import type { FastifyInstance } from 'fastify';
import type { ErasureReport, FederationReader, PeerReport } from '../../federation/report.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { FederationAnswer, PeerHealthAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';

/** `GET /api/v1/federation` */
export function federationRoute(app: FastifyInstance, federation: FederationReader): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'getFederation', summary: 'The federation as it is seen from here' },
    description:
      'Our log and who has cosigned it; each catalogue that is mirrored here with its last contact, size, what it is behind, what is held, missing or wrong, and which of the others have pinned it under which key; how many bodies our log has erased, when, and which mirrors have confirmed that. At most two seconds old.',
    answers: { 200: json('As it stands now.', 'federation') },
  });
  app.get('/federation', { schema }, async (_request, reply) => {
    const { own, witnesses, peers, erasures } = await federation.told();
    const answer: FederationAnswer = {
      own: own && {
        ...{ log: own.origin, size: own.size, signed: toRfc3339(own.signed) },
        ...{ cosignedBy: own.cosignedBy, pinnedBy: own.pinnedBy },
      },
      witnesses: witnesses.map(({ name, size, cosigned, problem }) => ({
        ...{ name, size, cosigned: time(cosigned), answers: problem === null && cosigned !== null },
      })),
      peers: peers.map(peerAnswer),
      erasures: erasures.map(erasureAnswer),
    };
    return reply.header('cache-control', CACHE.never).send(answer);
  });
}

export const time = (ms: number | null): string | null => (ms === null || ms === 0 ? null : toRfc3339(ms));

function peerAnswer(peer: PeerReport): PeerHealthAnswer {
  // Where it is asked may be a name inside a network: the operator has it by `GET /api/v1/peers`.
  const { health, added, looked, stale, approved: _approved, words: _words, url: _url, unvouched: _, ...rest } = peer;
  const { failures, problem, next, requests, bytes, leaves, bodies, heldAt, heldEpoch } = health;
  return {
    ...rest,
    ...{ added: toRfc3339(added), looked: time(looked), stale: time(stale), failures, requests, bytes, leaves, bodies },
    // In words it is for the operator: it may tell of the network that we stand in.
    problem: problem && { code: problem.code, at: toRfc3339(problem.at) },
    ...{ nextAsked: time(next), heldAt, heldEpoch: heldEpoch?.line ?? null },
  };
}

/** Not of what: the operator has that by `alminding erase --confirmations`. */
const erasureAnswer = ({ erased, answers, overdue }: ErasureReport): FederationAnswer['erasures'][number] => ({
  overdue,
  erased: toRfc3339(erased),
  answers: answers.map(({ at, ...answer }) => ({ ...answer, at: time(at) })),
});
