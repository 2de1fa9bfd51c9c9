/** A catalogue over real HTTP whose log a test has written, with whatever a hostile one may do wrong in its answers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { encodeBundle } from '../../src/journal/bundle.ts';
import { encodeDelta, encodePack } from '../../src/journal/framing.ts';
import { parseTilePath } from '../../src/journal/tiles.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { logHash } from '../../src/logs/names.ts';
import { TestLog } from '../helpers/test-log.ts';

export interface HostileServer {
  url: string;
  log: TestLog;
  /** How often it was asked. */
  requests: number;
}

export interface Answer {
  status?: number;
  bytes: Buffer | string;
  headers?: Record<string, string>;
}

/** What it answers instead; undefined for the answer of an honest one. `honest` gives that. */
export type Role = (path: string, honest: () => Answer, response: ServerResponse) => Answer | 'held' | undefined;

interface Ends {
  teardown(act: () => unknown): void;
}

export async function hostile(
  t: Ends,
  fill: (log: TestLog) => void,
  role: (server: HostileServer) => Role,
): Promise<HostileServer> {
  const server = createServer((request, response) => answer(made, act, request, response));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: HostileServer = { url: `http://${base}`, log: new TestLog(base), requests: 0 };
  fill(made.log);
  const act = role(made);
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return made;
}

function answer(server: HostileServer, role: Role, request: IncomingMessage, response: ServerResponse): void {
  server.requests += 1;
  request.resume();
  const path = request.url ?? '/';
  const honest = () => honestAnswer(server.log, path);
  const given = role(path, honest, response) ?? honest();
  if (given === 'held') return;
  const { status = 200, bytes, headers = {} } = given;
  response.writeHead(status, headers).end(bytes);
}

const NONE: Answer = { status: 404, bytes: '' };

/** As a catalogue of this kind answers. */
export function honestAnswer(log: TestLog, path: string, size = log.size): Answer {
  const { pathname, searchParams } = new URL(path, 'http://x');
  if (pathname === '/.well-known/alminding')
    return { bytes: JSON.stringify({ origin: log.origin, keyDocument: 1, name: 'It' }) };
  if (pathname === '/heads')
    return { bytes: `${logHash(log.origin)} ${size} ${log.head(size).root.toString('base64')}\n` };
  if (pathname.endsWith('/delta')) return delta(log, Number(searchParams.get('from')), size);
  const below = pathname.replace(/^\/(log\/1|mirror\/[0-9a-f]+)\//, '');
  if (below === 'checkpoint') return { bytes: log.head(size).note };
  if (below === 'keys/1.json') return { bytes: log.bodies.get(0) as Buffer };
  if (below.startsWith('pack/')) return pack(log, below);
  if (below.startsWith('blob/')) return blob(log, below.slice(-64));
  return tile(log, below);
}

function delta(log: TestLog, from: number, size: number): Answer {
  if (from >= size) return { status: from === size ? 204 : 409, bytes: '' };
  if (size - from > 256) return { status: 409, bytes: `${size}\n` };
  const leaves = log.leaves.slice(from, size);
  const bodies = leaves.map((_, i) => log.bodies.get(from + i) ?? null);
  return { bytes: gzipSync(encodeDelta({ checkpoint: log.head(size).note, leaves, bodies })) };
}

function pack(log: TestLog, path: string): Answer {
  const from = Number(path.slice('pack/'.length).replace(/\D/g, '')) * 256;
  const width = Math.min(256, log.size - from);
  return { bytes: gzipSync(encodePack(Array.from({ length: width }, (_, i) => log.bodies.get(from + i) ?? null))) };
}

function blob(log: TestLog, hex: string): Answer {
  const named = `"sha256:${Buffer.from(hex, 'hex').toString('base64url')}"`;
  const index = log.leaves.findIndex((leaf) => leaf.includes(named));
  const body = log.bodies.get(index);
  return body === undefined ? NONE : { bytes: body };
}

function tile(log: TestLog, path: string): Answer {
  const found = parseTilePath(path);
  if (found === null) return NONE;
  const { level, index, width } = found;
  const leaves = log.leaves.slice(index * 256, index * 256 + width);
  if (level === 'entries') return { bytes: encodeBundle(leaves) };
  if (level === 0) return { bytes: Buffer.concat(leaves.map((leaf) => leafHash(leaf))) };
  return { bytes: Buffer.concat(Array.from({ length: width }, (_, i) => log.tileRoot(i))) };
}
