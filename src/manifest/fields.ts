import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Scrub } from './scrub.ts';

/** `common.schema.json#/$defs/address`. */
const ADDRESS = /^https?:\/\/[^\s<>"]+$/;
const LONGEST_ADDRESS = 2000;
const LONGEST_URI = 1000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are taken out
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** A text that was personal data and nothing else. */
const NOTHING_LEFT = /^\[(?:name|e-mail|phone) removed\]$/;

/** Turns values of a manifest into values that a record may hold. `undefined` where nothing is left. */
export class Fields {
  readonly #scrub: Scrub;

  constructor(scrub: Scrub) {
    this.#scrub = scrub;
  }

  /** A text without personal data and control characters, cut at `most` characters. */
  text(value: string | undefined, most: number): string | undefined {
    if (value === undefined) return undefined;
    const clean = this.#scrub.text(value.replace(CONTROL, '')).trim();
    return clean === '' || NOTHING_LEFT.test(clean) ? undefined : cut(clean, most);
  }

  texts(values: readonly string[] | undefined, most: number): string[] | undefined {
    return kept(values?.map((value) => this.text(value, most)));
  }

  /** A web address without user-info. What holds a mail address is left out, since half an address leads nowhere. */
  address(value: string | undefined): string | undefined {
    const text = value?.trim() ?? '';
    if (text === '' || text.length > LONGEST_ADDRESS) return undefined;
    const address = withoutUser(text).replace(/[\s<>"]/g, encodeURIComponent);
    const fits = ADDRESS.test(address) && address.length <= LONGEST_ADDRESS;
    return fits && !this.#scrub.isPersonal(address) ? address : undefined;
  }

  addresses(values: readonly string[] | undefined): string[] | undefined {
    return kept(values?.map((value) => this.address(value)));
  }

  /** The address of a repository, in the form in which browsers open it where it has another scheme. */
  repository(value: string): string | undefined {
    return this.address(/^https?:/i.test(value) ? value : (normaliseRepositoryUrl(value) ?? undefined));
  }

  /** A picture: an address, or a path in the repository. */
  path(value: string | undefined): string | undefined {
    const text = value?.trim() ?? '';
    if (/^https?:/i.test(text)) return this.address(text);
    const path =
      text.length <= LONGEST_ADDRESS && !/^[a-z][a-z0-9+.-]*:/i.test(text)
        ? this.text(text, LONGEST_ADDRESS)
        : undefined;
    return path === text ? path : undefined;
  }

  paths(values: readonly string[] | undefined): string[] | undefined {
    return kept(values?.map((value) => this.path(value)));
  }

  /** An identifier: kept as it is or left out, never changed but for its user-info. */
  uri(value: string | undefined): string | undefined {
    const text = withoutUser(value?.trim() ?? '');
    const fits = text !== '' && text.length <= LONGEST_URI;
    return fits && !this.#scrub.isPersonal(text) ? text : undefined;
  }

  uris(values: readonly string[] | undefined): string[] | undefined {
    return kept(values?.map((value) => this.uri(value)));
  }
}

const withoutUser = (address: string): string => address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');

const kept = (values: (string | undefined)[] | undefined): string[] | undefined => {
  const left = (values ?? []).filter((value) => value !== undefined);
  return left.length === 0 ? undefined : left;
};

/** Characters as JSON Schema counts them: code points. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}
