import t from 'tap';
import { asSeen, mayHideUnseen } from '../../src/manifest/seen-text.ts';

t.test('No character that nobody sees is passed over', async (t) => {
  const missed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const one = String.fromCodePoint(code);
    if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(one) && !mayHideUnseen(one)) missed.push(code.toString(16));
  }
  t.same(missed, []);
});

t.test('A text is seen without what does not show', async (t) => {
  t.equal(asSeen('plain'), 'plain');
  t.equal(asSeen('a\u00adb\u200dc＠d'), 'abc@d');
  t.equal(asSeen('e\u0301 – å'), 'é – å');
});
