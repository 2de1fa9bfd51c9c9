/** Fewer digits could be anything; more has no telephone number (ITU-T E.164: 15, and an extension). */
const LEAST = 6;
const MOST = 20;
/** What stands between two numbers in one line. */
const BETWEEN = /[^\d\s().\u00a0/-]+| \/ /;
const GAP = /^[\s().\u00a0/-]{0,3}$/;
const LETTER = /[\p{L}\p{N}]/u;

/** Digits that stand together in a text, with their places. */
interface Run {
  digits: string;
  at: number[];
}

/**
 * Telephone numbers to be taken out of texts, whatever stands between their digits and however many numbers there are: at
 * each beginning of a number at most `MOST` look-ups are made.
 */
export class KnownNumbers {
  readonly #known = new Set<string>();
  readonly #lengths = new Set<number>();

  /** One or several numbers in one line. */
  add(phone: string): void {
    for (const part of [phone, ...phone.split(BETWEEN)]) {
      const digits = part.replace(/\D/g, '').slice(0, MOST);
      if (digits.length < LEAST) continue;
      this.#known.add(digits);
      this.#lengths.add(digits.length);
    }
  }

  replaceIn(text: string, instead: string): string {
    if (this.#known.size === 0) return text;
    let clean = '';
    let done = 0;
    for (const { digits, at } of runsOf(text)) {
      for (let first = 0; first < digits.length; first += 1) {
        const last = this.#endOf(text, digits, at, first);
        if (last === null) continue;
        const start = at[first] as number;
        clean += text.slice(done, text[start - 1] === '+' && start > done ? start - 1 : start) + instead;
        done = (at[last] as number) + 1;
        first = last;
      }
    }
    return clean + text.slice(done);
  }

  /** The last digit of the longest known number that begins with this digit and is not part of a longer word. */
  #endOf(text: string, digits: string, at: number[], first: number): number | null {
    if (LETTER.test(text[(at[first] as number) - 1] ?? '')) return null;
    let found: number | null = null;
    for (const length of this.#lengths) {
      const last = first + length - 1;
      if (last >= digits.length || last <= (found ?? -1)) continue;
      // Of a number that is too long only the beginning is known: all of it goes.
      if (!this.#known.has(digits.slice(first, last + 1))) continue;
      if (length === MOST) return digits.length - 1;
      if (!LETTER.test(text[(at[last] as number) + 1] ?? '')) found = last;
    }
    return found;
  }
}

function* runsOf(text: string): Generator<Run> {
  let digits = '';
  let at: number[] = [];
  for (const { 0: digit, index } of text.matchAll(/\d/g)) {
    if (at.length > 0 && !GAP.test(text.slice((at.at(-1) as number) + 1, index).slice(0, 4))) {
      yield { digits, at };
      digits = '';
      at = [];
    }
    digits += digit;
    at.push(index);
  }
  if (at.length > 0) yield { digits, at };
}
