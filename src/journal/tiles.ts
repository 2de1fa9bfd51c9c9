import { CodedError } from '../kernel/errors.ts';
import { appendLeaf, type Edge, emptyEdge } from './tree.ts';

/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** A tile holds the nodes of binary level 8, 16, …: the roots of full tiles below. */
export const TILE_HEIGHT = 8;
const HIGHEST_LEVEL = 63;

/** A tile of hashes, or with level `entries` a bundle of leaves; `width` is 256, or less for a partial one. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/**
 * `tile/<L>/<N>[.p/<W>]` of C2SP tlog-tiles: index 1234067 is written `x001/x234/067`. Throws `internal` for numbers that
 * have no path.
 */
export function tilePath({ level, index, width }: Tile): string {
  const good = level === 'entries' || (isCount(level) && level <= HIGHEST_LEVEL);
  if (!good || !isCount(index) || !isCount(width) || width < 1 || width > TILE_WIDTH)
    throw new CodedError('internal', `There is no tile ${level}/${index} of width ${width}.`);
  return `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** A number in path elements of three digits, all but the last with an `x` before them. */
export function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const elements = padded.match(/\d{3}/g) as string[];
  return elements.map((element, i) => (i === elements.length - 1 ? element : `x${element}`)).join('/');
}

/** The number that `indexPath` wrote, or `null` for every other text. */
export function parseIndexPath(text: string): number | null {
  if (!/^(x\d{3}\/){0,5}\d{3}$/.test(text)) return null;
  const index = Number(text.replace(/[x/]/g, ''));
  return Number.isSafeInteger(index) && indexPath(index) === text ? index : null;
}

/** The tile of a path `tile/…`, or `null` where it is not written just so: surplus zeros, other cases, other widths. */
export function parseTilePath(path: string): Tile | null {
  const [, levelText, indexText = '', widthText] =
    /^tile\/(entries|0|[1-9]\d?)\/([x\d/]{3,28})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (levelText === undefined) return null;
  const level = levelText === 'entries' ? 'entries' : Number(levelText);
  const index = parseIndexPath(indexText);
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (index === null || (level !== 'entries' && level > HIGHEST_LEVEL)) return null;
  return widthText !== undefined && width >= TILE_WIDTH ? null : { level, index, width };
}

/** How many hashes tile `index` of this level has in a tree of `size` leaves; 0 where there is none. */
export function widthIn(size: number, { level, index }: Pick<Tile, 'level' | 'index'>): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Every tile of hashes of a tree of `size` leaves, the partial ones at its right edge too. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; Math.floor(size / TILE_WIDTH ** level) > 0; level += 1) {
    for (let index = 0; ; index += 1) {
      const width = widthIn(size, { level, index });
      if (width > 0) yield { level, index, width };
      if (width < TILE_WIDTH) break;
    }
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * The right edge of a log of which the roots of all full tiles are known and the hashes of the leaves behind them. Roots of
 * tiles merge as leaves do: the subtrees of both stand side by side.
 */
export function edgeOfTiles(tiles: readonly Buffer[], rest: readonly Buffer[]): Edge {
  const join = (hashes: readonly Buffer[]) => hashes.reduce((edge, hash) => appendLeaf(edge, hash), emptyEdge());
  return { size: tiles.length * TILE_WIDTH + rest.length, hashes: [...join(tiles).hashes, ...join(rest).hashes] };
}
