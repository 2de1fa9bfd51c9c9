import { CodedError } from '../kernel/errors.ts';
import { fromBase64, fromDecimal } from './text-forms.ts';

/** One log of a list of heads: named by the SHA-256 of its origin line. */
export interface ListedHead {
  /** 64 hexadecimal digits. */
  readonly log: string;
  readonly size: number;
  readonly root: Buffer;
}

const LINE = /^([0-9a-f]{64}) (\d{1,16}) ([A-Za-z0-9+/]{43}=)$/;

/** `<64 hexadecimal digits> <size> <base64 of the root>` and a line break for each log, sorted. Nothing in it is signed. */
export const formatHeads = (heads: readonly ListedHead[]): string =>
  heads
    .map(({ log, size, root }) => `${log} ${size} ${root.toString('base64')}\n`)
    .sort()
    .join('');

/** Throws `invalid-input` for any other form, another order, or one log twice. */
export function parseHeads(text: string): ListedHead[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw refused();
  const heads = text.slice(0, -1).split('\n').map(parseLine);
  const sorted = heads.every(({ log }, i) => i === 0 || (heads[i - 1] as ListedHead).log < log);
  if (!sorted) throw refused();
  return heads;
}

function parseLine(line: string): ListedHead {
  const [, log = '', sizeText = '', rootText = ''] = LINE.exec(line) ?? [];
  const [size, root] = [fromDecimal(sizeText), fromBase64(rootText)];
  if (size === null || root === null || root.byteLength === 0) throw refused();
  return { log, size, root };
}

const refused = (): CodedError => new CodedError('invalid-input', 'This is no list of heads.');
