import { pointerParts } from './tree.ts';

/** A word that may follow a dot. A language with its country is none: `description[pt-BR].features`. */
const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A JSON pointer in the form that people and other validators write: `maintenance.contacts[0].name`. */
export function dottedKey(pointer: string): string {
  let key = '';
  for (const part of pointerParts(pointer)) {
    const first = key === '';
    if (WORD.test(part) || (first && !/^\d+$/.test(part))) key += first ? part : `.${part}`;
    else key += `[${part}]`;
  }
  return key;
}
