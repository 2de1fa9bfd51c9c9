import { Gauge, type Registry as Metrics } from 'prom-client';
import type { FederationReport } from '../../federation/report.ts';

/** Measures of the catalogues that are mirrored here. The function sets them to what is so now, a time in milliseconds. */
export function peerGauges(registers: Metrics[]): (report: FederationReport, now: number) => void {
  const heard = new Gauge({
    name: 'alminding_peer_last_heard_seconds',
    help: 'Seconds since anything of a mirrored catalogue was last heard; nothing for one that never was.',
    labelNames: ['peer'],
    registers,
  });
  const leaves = new Gauge({
    name: 'alminding_peer_leaves',
    help: 'Leaves of the log of a mirrored catalogue: here, and behind (it has them and they are not here).',
    labelNames: ['peer', 'state'],
    registers,
  });
  const traffic = new Gauge({
    name: 'alminding_peer_traffic',
    help: 'What a mirrored catalogue was asked since the start: requests, and bytes of the answers.',
    labelNames: ['peer', 'of'],
    registers,
  });
  const failures = new Gauge({
    name: 'alminding_peer_failures',
    help: 'Failures in a row since a mirrored catalogue last answered well.',
    labelNames: ['peer'],
    registers,
  });
  const open = new Gauge({
    name: 'alminding_peer_open',
    help: 'What is open with a mirrored catalogue: missing or unshown bodies, leaves not yet witnessed, held removals, held growth, a held epoch, a fork, unusually many erasures.',
    labelNames: ['peer', 'what'],
    registers,
  });
  const witnessed = new Gauge({
    name: 'alminding_witness_size',
    help: 'Size of our log that a witness has cosigned last.',
    labelNames: ['witness'],
    registers,
  });
  const erasures = new Gauge({
    name: 'alminding_erasures_overdue',
    help: 'Bodies of ours that were erased more than 24 hours ago, and that a mirror has not confirmed.',
    registers,
  });
  return ({ peers, witnesses, erasures: told }, now) => {
    for (const gauge of [heard, leaves, traffic, failures, open, witnessed]) gauge.reset();
    for (const peer of peers) {
      const { name, health } = peer;
      if (peer.looked !== null) heard.set({ peer: name }, Math.max(0, (now - peer.looked) / 1000));
      leaves.set({ peer: name, state: 'here' }, peer.size);
      leaves.set({ peer: name, state: 'behind' }, peer.behind);
      traffic.set({ peer: name, of: 'requests' }, health.requests);
      traffic.set({ peer: name, of: 'bytes' }, health.bytes);
      failures.set({ peer: name }, health.failures);
      for (const [what, count] of Object.entries(openOf(peer))) open.set({ peer: name, what }, count);
    }
    for (const { name, size } of witnesses) witnessed.set({ witness: name }, size);
    erasures.set(told.filter(({ overdue }) => overdue).length);
  };
}

const openOf = (peer: FederationReport['peers'][number]): Record<string, number> => ({
  'missing-bodies': peer.missingBodies,
  'unshown-bodies': peer.unshownBodies,
  'held-removals': peer.heldRemovals,
  unwitnessed: peer.unwitnessed,
  'held-growth': peer.health.heldAt === null ? 0 : 1,
  'held-epoch': peer.health.heldEpoch === null ? 0 : 1,
  fork: peer.frozen === null ? 0 : 1,
  erasures: peer.erasedLately,
});
