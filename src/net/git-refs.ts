import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Net } from './safe-fetch.ts';

/** What a git server says about its default branch. */
export interface Tip {
  /** Object id of the newest commit, or null for an empty repository. */
  commit: string | null;
  /** Full name of the branch, `refs/heads/main`; null where the server does not say. */
  branch: string | null;
}

export type Asked =
  | { is: 'tip'; tip: Tip }
  /** It answers from another address from now on. */
  | { is: 'moved'; to: string }
  /** Nothing there, or not for everybody (forges do not tell one from the other), or taken down. */
  | { is: 'missing'; status: number }
  /** The server wants a rest, for so many milliseconds where it says so. */
  | { is: 'busy'; status: number; retryAfterMs: number | null }
  /** An answer that only git itself can make something of: the old protocol. */
  | { is: 'other' };

/** A pkt-line (gitprotocol-common): four hexadecimal digits of its own length, then the text. */
export const line = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;

const questionFor = (...prefixes: string[]): string => {
  const asked = ['symrefs', 'peel', ...prefixes.map((prefix) => `ref-prefix ${prefix}`)];
  return `${line('command=ls-refs\n')}${line('object-format=sha1')}0001${asked.map((text) => line(`${text}\n`)).join('')}0000`;
};
/** What goes with a question of protocol 2. */
export const GIT_HEADERS = {
  'content-type': 'application/x-git-upload-pack-request',
  accept: 'application/x-git-upload-pack-result',
  'git-protocol': 'version=2',
};
export const MISSING = [401, 403, 404, 410, 451];
export const BUSY = [429, 500, 502, 503, 504];

/**
 * Asks a git server over HTTP for its HEAD: one request of protocol version 2 (gitprotocol-v2, `ls-refs`), without git.
 * Throws what `net.fetch` throws.
 */
export async function askTip(net: Net, url: string, signal?: AbortSignal): Promise<Asked> {
  const answer = await ask(net, url, questionFor('HEAD'), LIMITS.gitRefBytes, signal);
  if (!('bytes' in answer)) return answer;
  const tip = readTip(answer.bytes);
  return tip === null ? { is: 'other' } : { is: 'tip', tip };
}

/** A tag: the object that it names, and the commit behind it. */
export interface Tag {
  name: string;
  id: string;
  commit: string;
}

/** HEAD and all tags, in the same way; null for what only git can make something of. */
export async function askTags(net: Net, url: string, signal?: AbortSignal): Promise<{ tip: Tip; tags: Tag[] } | null> {
  const answer = await ask(net, url, questionFor('HEAD', 'refs/tags/'), LIMITS.gitRefListBytes, signal);
  const tip = 'bytes' in answer ? readTip(answer.bytes) : null;
  if (!('bytes' in answer) || tip === null) return null;
  const lines = (pktLines(answer.bytes) ?? []).map((content) => content.toString('utf8').trimEnd().split(' '));
  const tags = lines.flatMap(([id = '', name = '', ...more]) => {
    if (!name.startsWith('refs/tags/') || !/^[0-9a-f]{40}$/.test(id)) return [];
    const peeled = more.find((word) => /^peeled:[0-9a-f]{40}$/.test(word))?.slice('peeled:'.length);
    return [{ name: name.slice('refs/tags/'.length), id, commit: peeled ?? id }];
  });
  return { tip, tags };
}

type Unanswered = Exclude<Asked, { is: 'tip' }>;

async function ask(
  net: Net,
  url: string,
  body: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Buffer } | Unanswered> {
  const base = url.replace(/\/+$/, '');
  const answer = await net.fetch({
    ...{ url: `${base}/git-upload-pack`, method: 'POST', headers: GIT_HEADERS, body, maxBytes },
    ...(signal === undefined ? {} : { signal }),
  });
  const { status, headers, bytes } = answer;
  const to = movedTo(base, headers.location);
  if ([301, 302, 307, 308].includes(status) && to !== null) return { is: 'moved', to };
  if (MISSING.includes(status)) return { is: 'missing', status };
  if (BUSY.includes(status)) return { is: 'busy', status, retryAfterMs: retryAfter(headers['retry-after']) };
  if (status !== 200 || !String(headers['content-type']).startsWith(GIT_HEADERS.accept)) return { is: 'other' };
  return { bytes };
}

/** Seconds of a `Retry-After` as milliseconds; a date is passed over. */
export const retryAfter = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : null;

function movedTo(base: string, location: string | undefined): string | null {
  if (location === undefined || !URL.canParse(location, `${base}/`)) return null;
  const url = new URL(location, `${base}/`);
  const path = url.pathname.replace(/\/git-upload-pack$/, '');
  return path === url.pathname ? null : `${url.origin}${path}`;
}

/** The lines of the answer: `oid HEAD symref-target:refs/heads/main`. Null for what is none of these. */
export function readTip(bytes: Uint8Array): Tip | null {
  const lines = pktLines(Buffer.from(bytes))?.map((content) => content.toString('latin1').trimEnd()) ?? null;
  if (lines === null || lines.some((text) => text.startsWith('ERR '))) return null;
  const words = lines.map((text) => text.split(' ')).find(([, name]) => name === 'HEAD');
  const [id = ''] = words ?? [];
  if (words === undefined || id === 'unborn') return { commit: null, branch: null };
  if (!/^[0-9a-f]{40}$/.test(id))
    throw new CodedError('malformed-answer', 'The repository has another object format than SHA-1.');
  const target = words.find((word) => word.startsWith('symref-target:'));
  const branch =
    target === undefined ? null : Buffer.from(target.slice('symref-target:'.length), 'latin1').toString('utf8');
  return { commit: id, branch };
}

/** Lines of one answer: a pack of the largest size in the smallest usual pieces has a fifth of them. */
const MOST_LINES = 25_000;

/** Four hexadecimal digits in lower case as a number, -1 for what is none. */
function lengthAt(bytes: Buffer, at: number): number {
  let length = 0;
  for (let i = at; i < at + 4; i += 1) {
    const digit = HEX.indexOf(String.fromCharCode(bytes[i] ?? 0));
    if (digit < 0) return -1;
    length = length * 16 + digit;
  }
  return length;
}
const HEX = '0123456789abcdef';

/** What stands in the pkt-lines up to the flush, marks between sections left out; null where they are damaged or do not end. */
export function pktLines(bytes: Buffer): Buffer[] | null {
  const lines: Buffer[] = [];
  let marks = 0;
  for (let at = 0; at < bytes.length; ) {
    if (lines.length + marks > MOST_LINES) return null;
    const length = lengthAt(bytes, at);
    if (length === 0) return lines;
    if (length !== 1 && (length < 4 || at + length > bytes.length)) return null;
    if (length === 1) marks += 1;
    else lines.push(bytes.subarray(at + 4, at + length));
    at += length === 1 ? 4 : length;
  }
  return null;
}
