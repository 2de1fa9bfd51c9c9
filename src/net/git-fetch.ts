import { LIMITS } from '../kernel/limits.ts';
import { type GitObject, readPack } from './git-pack.ts';
import { BUSY, GIT_HEADERS, line, MISSING, pktLines, retryAfter } from './git-refs.ts';
import type { Net } from './safe-fetch.ts';

/** Which objects of a repository are wanted. Ids are SHA-1, hexadecimal. */
export interface Wanted {
  url: string;
  wants: string[];
  /** What need not be sent: commits that are known, with all before them. */
  haves?: string[];
  /** So many commits deep. */
  deepen?: number;
  /** `tree:0` for commits alone, `tree:1` for the root with them, none for everything. */
  filter?: 'tree:0' | 'tree:1';
  /** Of the answer, and of its objects inflated. */
  maxBytes: number;
  maxObjects?: number;
  signal?: AbortSignal;
}

export type Fetched =
  | { is: 'objects'; objects: GitObject[] }
  | { is: 'missing'; status: number }
  | { is: 'busy'; status: number; retryAfterMs: number | null }
  /** An answer that only git itself can make something of: the old protocol, a server without filters. */
  | { is: 'other' };

/**
 * Fetches objects from a git server over HTTP: one request of protocol version 2 (gitprotocol-v2, `fetch`), without git
 * and without a folder. Throws what `net.fetch` throws, `answer-too-large` for what inflates beyond `maxBytes`.
 */
export async function fetchObjects(net: Net, wanted: Wanted): Promise<Fetched> {
  const { url, maxBytes, signal } = wanted;
  const answer = await net.fetch({
    ...{ url: `${url.replace(/\/+$/, '')}/git-upload-pack`, method: 'POST', headers: GIT_HEADERS },
    ...{ body: questionFor(wanted), maxBytes: maxBytes + LIMITS.gitFrameBytes },
    ...(signal === undefined ? {} : { signal }),
  });
  const { status, headers, bytes } = answer;
  if (MISSING.includes(status)) return { is: 'missing', status };
  if (BUSY.includes(status)) return { is: 'busy', status, retryAfterMs: retryAfter(headers['retry-after']) };
  if (status !== 200 || !String(headers['content-type']).startsWith(GIT_HEADERS.accept)) return { is: 'other' };
  const pack = packIn(bytes);
  if (pack === null) return { is: 'other' };
  return { is: 'objects', objects: await readPack(pack, { objects: wanted.maxObjects ?? 1_000, bytes: maxBytes }) };
}

function questionFor({ wants, haves = [], deepen, filter }: Wanted): string {
  const lines = [
    ...['no-progress\n', 'ofs-delta\n'],
    ...(filter === undefined ? [] : [`filter ${filter}\n`]),
    ...(deepen === undefined ? [] : [`deepen ${deepen}\n`]),
    ...wants.map((id) => `want ${id}\n`),
    ...haves.map((id) => `have ${id}\n`),
    'done\n',
  ];
  return `${line('command=fetch\n')}${line('object-format=sha1')}0001${lines.map(line).join('')}0000`;
}

const PACK_DATA = 1;
const FAILURE = 3;

/**
 * The pack of an answer: sections of pkt-lines, of which the last, `packfile`, is cut into pieces that begin with the number
 * of their channel. Null for what is damaged, has no pack or tells of an error (channel 3, `ERR`).
 */
function packIn(bytes: Buffer): Buffer | null {
  const lines = pktLines(bytes);
  const start = lines?.findIndex((content) => content.toString('latin1').trimEnd() === 'packfile') ?? -1;
  if (lines === null || start < 0) return null;
  const pieces = lines.slice(start + 1);
  if (pieces.some(([channel]) => channel === FAILURE)) return null;
  return Buffer.concat(pieces.filter(([channel]) => channel === PACK_DATA).map((content) => content.subarray(1)));
}
