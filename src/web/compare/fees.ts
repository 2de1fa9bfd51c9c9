import type { Span } from '../../documents/document.ts';
import { type Fee, feeParts } from '../ui/network/fees.ts';
import { word } from '../ui/words.ts';
import { line, type Words } from './cell.ts';

/** A fee for this product without links: a line, and another for who pays it where that is told in another language. */
export function feeLines(fee: Fee, name: string, words: Words): Span[] {
  const { context, lang } = words;
  const { sum, more } = feeParts(context, fee);
  const per = fee.per === undefined ? '' : ` ${word(lang, 'feePer', fee.per)}`;
  const payer = line(fee.payer, words);
  const here = payer?.lang === undefined ? payer?.text : undefined;
  const said = [`${word(lang, 'feeFor', fee.for)} ${name}${context.t('colon')}${sum}${per}`, here, ...more];
  return [{ text: said.filter(Boolean).join(', ') }, ...(payer?.lang === undefined ? [] : [payer])];
}
