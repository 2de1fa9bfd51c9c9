import type { Network } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { dateText } from '../dates.ts';
import { word } from '../words.ts';

export type Fee = NonNullable<Network['fees']>[number];

/** The sum of a fee as one says it, and what limits it: class of size, from and until when, as of when. */
export function feeParts({ lang, t }: PageContext, fee: Fee): { sum: string; more: string[] } {
  const { amount, upTo, currency, sizeClass, validFrom, validUntil, asOf } = fee;
  const number = (n: number): string => formatNumber(lang, n);
  const sum =
    upTo === undefined
      ? `${number(amount)} ${currency}`
      : t('fees.upTo', { amount: number(amount), upTo: number(upTo), currency });
  const more = [
    sizeClass === undefined ? '' : t('fees.size', { size: word(lang, 'sizeClass', sizeClass) }),
    validFrom === undefined ? '' : t('fees.from', { date: dateText(lang, validFrom) }),
    validUntil === undefined ? '' : t('fees.until', { date: dateText(lang, validUntil) }),
    asOf === undefined ? '' : t('fees.asOf', { date: dateText(lang, asOf) }),
  ].filter(Boolean);
  return { sum, more };
}
