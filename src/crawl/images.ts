import { sha256Url } from '../kernel/digest.ts';
import { CodedError, isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Registry } from '../registry/types.ts';
import type { Software } from '../schemas.gen.ts';
import type { ImageRow } from '../store/image-port.ts';
import type { Store } from '../store/port.ts';
import { draw } from './draw.ts';
import type { Seen } from './forge.ts';

export interface ImagesDeps {
  net: Pick<Net, 'fetch'>;
  registry: Pick<Registry, 'read'>;
  store: Pick<Store, 'putImages' | 'listImages'>;
}

interface Named {
  place: ImageRow['place'];
  source: string;
  pointer: string;
}

/**
 * Fetches the pictures that a record names, at most `LIMITS.images`, draws them anew and keeps them for the pages. What
 * cannot be shown is told as a warning; one that cannot be had this time stays as it was.
 */
export async function keepImages(deps: ImagesDeps, entry: string, seen: Seen, signal: AbortSignal): Promise<Problem[]> {
  const [, slug = ''] = entry.split('/');
  const looked = await deps.registry.read.lookup('software', slug);
  if (!('found' in looked)) return [];
  const { record } = JSON.parse(looked.found.view) as { record: Software };
  const key = { origin: OWN, kind: 'software', slug } as const;
  const before = await deps.store.listImages(key);
  const rows: ImageRow[] = [];
  const bytes = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const named of imagesIn(record)) {
    const known = before.find(({ source, place }) => source === named.source && place === named.place);
    try {
      rows.push(await keepOne(deps, named, known, seen, signal, bytes));
    } catch (error) {
      if (!isCoded(error)) throw error;
      const passing = error.code !== 'invalid-input' && error.code !== 'not-found' && error.code !== 'answer-too-large';
      if (passing && known !== undefined) rows.push(known);
      problems.push({ rule: 'image', severity: 'warning', pointer: named.pointer, message: error.message });
    }
  }
  await deps.store.putImages(key, rows, bytes);
  return problems;
}

/** The logo, then screenshots of all languages, each once. */
export function imagesIn({ logo, description = {} }: Software): Named[] {
  const shots = Object.entries(description).flatMap(([language, { screenshots = [] }]) =>
    screenshots.map((source, i) => ({ source, pointer: `/description/${language}/screenshots/${i}` })),
  );
  const once = new Map(shots.map(({ source, pointer }) => [source, pointer]));
  const named: Named[] = [...once].map(([source, pointer]) => ({ place: 'screenshot', source, pointer }));
  const first: Named[] = logo === undefined ? [] : [{ place: 'logo', source: logo, pointer: '/logo' }];
  return [...first, ...named].slice(0, LIMITS.images);
}

async function keepOne(
  { net }: ImagesDeps,
  { place, source }: Named,
  known: ImageRow | undefined,
  seen: Seen,
  signal: AbortSignal,
  kept: Map<string, Uint8Array>,
): Promise<ImageRow> {
  const bytes = await bytesOf(net, source, seen, signal);
  const sourceDigest = sha256Url(bytes);
  if (known?.sourceDigest === sourceDigest) return known;
  const { small, large } = await draw(bytes);
  for (const { digest, bytes: drawn } of [small, large]) kept.set(digest, drawn);
  const { width, height } = large;
  return { place, source, sourceDigest, small: small.digest, large: large.digest, width, height };
}

const OK = 200;

/** From its address, or from the repository. */
async function bytesOf(net: Pick<Net, 'fetch'>, source: string, seen: Seen, signal: AbortSignal): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(source)) {
    const request = { url: source, signal, maxBytes: LIMITS.imageBytes, redirects: LIMITS.netRedirects };
    const { status, bytes } = await net.fetch(request);
    if (status === OK) return bytes;
    throw new CodedError('not-found', `The address of the picture answered with ${status}.`);
  }
  const bytes = await seen.read(source.replace(/^\.?\/+/, ''), LIMITS.imageBytes);
  if (bytes !== null) return bytes;
  throw new CodedError('not-found', 'There is no such file in the repository.');
}
