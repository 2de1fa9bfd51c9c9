import type { Form } from './forms/finding.ts';

/** What may stand at a place of the manifest: the words in which `keys.ts` describes the standard. */
export type Shape = TextShape | BooleanShape | ListShape | MapShape | LanguagesShape;

/** Any scalar, taken as its text: numbers, booleans and dates too. */
export interface TextShape {
  is: 'text';
  form?: Form;
  /** Whether `''` is checked by the form like any text, or stands for "not given". */
  empty: 'checked' | 'absent';
  /** An address, which the reference validator takes apart before it checks anything. */
  parsed?: true;
}

/** `true` or `false`, without quotes. */
export interface BooleanShape {
  is: 'boolean';
}

export interface ListShape {
  is: 'list';
  item: Shape;
  /** At least one item. */
  some?: true;
  /** A lone value stands for a list of one. */
  lone?: true;
}

export interface MapShape {
  is: 'map';
  keys: Readonly<Record<string, Key>>;
  /** Keys that earlier versions had here, and what to do about them. */
  gone?: Readonly<Record<string, string>>;
}

/** A map from language tags to blocks; at least one. */
export interface LanguagesShape {
  is: 'languages';
  block: MapShape;
}

/** One key of a map. */
export interface Key {
  shape: Shape;
  /** What the key holds, to be put behind "is missing:". */
  about: string;
  required?: true;
  /** Warned of where it is given: what to write instead. */
  deprecated?: string;
  /** Warned of even when it is empty. */
  deprecatedEvenEmpty?: true;
  /** What the text of the standard says where its validators do otherwise. */
  note?: string;
}

type KeyOptions = Omit<Key, 'shape' | 'about'>;

export const key = (about: string, shape: Shape, options: KeyOptions = {}): Key => ({ about, shape, ...options });
export const required = (about: string, shape: Shape, options: Pick<Key, 'note'> = {}): Key => ({
  about,
  shape,
  required: true,
  ...options,
});
export const text = (form?: Form): TextShape => (form ? { is: 'text', form, empty: 'checked' } : ANY_TEXT);
/** A text whose form is asked only where something stands there. */
export const textOrEmpty = (form: Form): TextShape => ({ is: 'text', form, empty: 'absent' });
/** A text that is an address. */
export const address = (form: Form): TextShape => ({ is: 'text', form, empty: 'checked', parsed: true });
const ANY_TEXT: TextShape = { is: 'text', empty: 'checked' };
export const boolean: BooleanShape = { is: 'boolean' };
export const list = (item: Shape, options: Pick<ListShape, 'some' | 'lone'> = {}): ListShape => ({
  is: 'list',
  item,
  ...options,
});
export const map = (keys: Record<string, Key>, gone?: Record<string, string>): MapShape =>
  gone === undefined ? { is: 'map', keys } : { is: 'map', keys, gone };
