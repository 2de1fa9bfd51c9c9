import t from 'tap';
import { nfc } from '../../src/kernel/nfc.ts';

t.test('Two ways to write an accent are one', async (t) => {
  t.equal(nfc('A\u030ase'), 'Åse');
  t.equal(nfc('plain'), 'plain');
});

t.test('Marks beyond thirty on one letter are left out, so that no text takes a second', async (t) => {
  t.equal(nfc(`a${'\u0323'.repeat(100)}b`).length, 1 + 29 + 1);
  const began = performance.now();
  for (const pair of ['\u0301\u0323', '\u0323\u0301']) nfc(`a${pair.repeat(256 * 1024)}`);
  t.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
});

t.test('What is passed over as composed already is so, alone and behind every letter that takes a mark', async (t) => {
  const changed: string[] = [];
  for (let code = 0; code <= 0xffff; code += 1) {
    const one = String.fromCharCode(code);
    if (
      (code < 0xd800 || code > 0xdfff) &&
      (nfc(one) !== one.normalize('NFC') || nfc(`e${one}`) !== `e${one}`.normalize('NFC'))
    )
      changed.push(code.toString(16));
  }
  t.same(changed, []);
});
