import { type Fee, feeParts } from '../ui/network/fees.ts';
import { word } from '../ui/words.ts';
import { say, type Words } from './cell.ts';

/** A fee for this product in a line, without links. */
export function feeText(fee: Fee, name: string, words: Words): string {
  const { context, lang } = words;
  const { sum, more } = feeParts(context, fee);
  const per = fee.per === undefined ? '' : ` ${word(lang, 'feePer', fee.per)}`;
  return [`${word(lang, 'feeFor', fee.for)} ${name}${context.t('colon')}${sum}${per}`, say(fee.payer, words), ...more]
    .filter(Boolean)
    .join(', ');
}
