import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { createHostQueue } from '../net/host-queue.ts';
import type { Net } from '../net/safe-fetch.ts';
import { addressesIn, type Named, type Wanted } from './addresses-in.ts';
import { isRepository } from './manifest-at.ts';

/** What was found behind one address or path of a manifest, as of now. Never part of the verdict. */
export interface Reached {
  key: string;
  /** The address or path. */
  value: string;
  line: number;
  column: number;
  /** `unchecked`: it may be there all the same. */
  is: 'there' | 'missing' | 'wrong' | 'unchecked';
  /** A sentence for a person; none where it is there. */
  message?: string;
}

/** How a file beside the manifest is read: its first bytes, or why not. */
export type ReadFile = (path: string, bytes: number) => Promise<{ bytes: Uint8Array } | { missing: string }>;

interface ReachOptions {
  /** Without it no address is asked. */
  net?: Net;
  /** Without it no path is looked for. */
  file?: ReadFile;
}

type Answer = Pick<Reached, 'is' | 'message'>;

/**
 * Asks what a manifest names: several hosts at the same time, each for one thing at a time, and looks for files beside it. It
 * ends within `LIMITS.reachMs`, and never throws.
 */
export async function reach(manifest: Uint8Array, { net, file }: ReachOptions): Promise<Reached[]> {
  const queue = createHostQueue({ total: LIMITS.reachHosts, perHost: 1 });
  const signal = AbortSignal.timeout(LIMITS.reachMs);
  const asked = new Map<string, Promise<Answer>>();
  const askOnce = ({ value, wanted }: Named, door: Net): Promise<Answer> => {
    const name = `${wanted} ${value}`;
    const host = URL.canParse(value) ? new URL(value).host : '';
    const answer = asked.get(name) ?? queue.run(host, () => ask(door, value, wanted, signal), signal).catch(notAsked);
    asked.set(name, answer);
    return answer;
  };
  const all = addressesIn(manifest).flatMap((named) => {
    const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(named.value);
    if (isAddress) return net ? [{ named, answer: askOnce(named, net) }] : [];
    const path = named.wanted !== 'repository' && named.wanted !== 'page';
    return file && path ? [{ named, answer: lookFor(file, named) }] : [];
  });
  return Promise.all(
    all.map(async ({ named: { key, value, line, column }, answer }) => ({
      key,
      value,
      line,
      column,
      ...(await answer),
    })),
  );
}

async function ask(net: Net, url: string, wanted: Wanted, signal: AbortSignal): Promise<Answer> {
  if (!/^https:/i.test(url)) return unchecked('Only addresses that begin with https:// are asked.');
  if (wanted === 'repository') {
    if (await isRepository(net, url, signal)) return { is: 'there' };
    const { is, message } = await askPage(net, url, signal);
    if (is !== 'there') return { is, ...(message === undefined ? {} : { message }) };
    return { is: 'wrong', message: 'There is a page, but no git repository that everybody may read.' };
  }
  const named = wanted === 'page' ? undefined : wrongName(new URL(url).pathname, wanted);
  return named ?? askPage(net, url, signal);
}

/** The head of the answer is enough; the body is not read. */
async function askPage(net: Net, url: string, signal: AbortSignal): Promise<Answer> {
  const answer = await net.stream({ url, maxBytes: LIMITS.sourceBytes, redirects: 5, signal });
  answer.cancel();
  const { status } = answer;
  if (status >= 200 && status < 300) return { is: 'there' };
  if (status === 404 || status === 410)
    return { is: 'missing', message: `There is nothing at this address (${status}).` };
  return unchecked(`The other side answers ${status} to programs; people may see the page all the same.`);
}

const unchecked = (message: string): Answer => ({ is: 'unchecked', message });

const notAsked = (error: unknown): Answer =>
  unchecked(isCoded(error) && error.code !== 'internal' ? error.message : 'There was no answer in time.');

const NAMES: Partial<Record<Wanted, { pattern: RegExp; message: string }>> = {
  logo: { pattern: /\.(?:svgz?|png)$/i, message: 'A logo is an SVG or PNG file.' },
  screenshot: { pattern: /\.(?:jpg|png)$/, message: 'The name of a screenshot ends with .png or .jpg.' },
};

function wrongName(path: string, wanted: Wanted): Answer | undefined {
  const rule = NAMES[wanted];
  return rule === undefined || rule.pattern.test(path) ? undefined : { is: 'wrong', message: rule.message };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

async function lookFor(file: ReadFile, { value, wanted }: Named): Promise<Answer> {
  const named = wrongName(value, wanted);
  if (named) return named;
  const read = await file(value, PNG.length);
  if ('missing' in read) return { is: 'missing', message: `The file is not read: ${read.missing}.` };
  const isPng = PNG.every((byte, i) => read.bytes[i] === byte);
  if (wanted === 'logo' && /\.png$/i.test(value) && !isPng)
    return { is: 'wrong', message: 'The file is called PNG and is none.' };
  return { is: 'there' };
}
