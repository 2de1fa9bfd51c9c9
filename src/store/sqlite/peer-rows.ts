import type { MirrorRow, PeerRow } from '../mirror-port.ts';
import type { Db } from './database.ts';

export const PEER = `SELECT p.origin, o.name AS originName, p.name, p.url, p.state, p.document, p.words, p.facets, p.approved,
  p.tokens, p.tokens_at AS tokensAt, p.added, p.health FROM peers p JOIN origins o ON o.id = p.origin`;

export type StoredPeer = Omit<PeerRow, 'facets'> & { facets: string };
export const peerOf = (row: StoredPeer): PeerRow => ({ ...row, facets: JSON.parse(row.facets) as string[] });

export const peerAt = (db: Db, origin: number): PeerRow | null => {
  const row = db.sql(`${PEER} WHERE p.origin = ?`).get(origin);
  return row === undefined ? null : peerOf(row as StoredPeer);
};

export const MIRROR = `SELECT m.log, m.origin, o.name AS originName, m.line, m.shown, l.size, l.edge, m.target, m.frozen, m.complete, m.confirmed
  FROM mirrors m JOIN origins o ON o.id = m.origin JOIN logs l ON l.origin = m.log`;

export type StoredMirror = Omit<MirrorRow, 'shown'> & { shown: number };
export const mirrorOf = (row: StoredMirror): MirrorRow => ({ ...row, shown: row.shown === 1 });

export const mirrorAt = (db: Db, log: number): MirrorRow | null => {
  const row = db.sql(`${MIRROR} WHERE m.log = ?`).get(log);
  return row === undefined ? null : mirrorOf(row as StoredMirror);
};
