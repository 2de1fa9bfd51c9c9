import t from 'tap';
import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, signerOf } from '../../src/journal/key.ts';
import { encodePin, type PinDocument, pinId, readPin } from '../../src/journal/pin-document.ts';
import { LIMITS } from '../../src/kernel/limits.ts';

const key = formatVerifierKey(signerOf('root.invalid', NOTE_KEY, Buffer.alloc(32, 1)));
const pin: PinDocument = { v: 1, origin: 'a.example', state: 'pinned', key, n: 3 };
const id = pinId('a.example');

t.test('a pin is read as it was written, and stands under the name of what is pinned', async (t) => {
  t.same(readPin(id, encodePin(pin, 'salt')), pin);
  t.same(readPin(id, encodePin({ ...pin, state: 'taken-back' }, 'salt')), { ...pin, state: 'taken-back' });
  t.match(id, /^control\/pin\/[0-9a-f]{64}$/);
  t.notSame(encodePin(pin, 'salt'), encodePin(pin, 'other'));
});

t.test('whatever else stands in the body of a pin says nothing', async (t) => {
  const witness = formatVerifierKey(signerOf('a.example/witness', COSIGNATURE_KEY, Buffer.alloc(32, 1)));
  const wrong: object[] = [
    { ...pin, v: 2 },
    { ...pin, origin: 'b.example' },
    { ...pin, origin: 7 },
    { ...pin, state: 'trusted' },
    { ...pin, key: witness },
    { ...pin, key: 'no key' },
    { ...pin, n: 0 },
    { ...pin, n: 1.5 },
    { ...pin, n: 2 ** 53 },
  ];
  for (const document of wrong)
    t.equal(readPin(id, encodePin(document as PinDocument, 'salt')), null, JSON.stringify(document).slice(0, 90));
  for (const text of ['', 'null', '[]', '{}', '"x"', '{"v":1'])
    t.equal(readPin(id, Buffer.from(text)), null, `body ${text}`);
  t.equal(readPin(pinId('b.example'), encodePin(pin, 'salt')), null, 'it is the pin of another');
  const name = 'a\nb';
  t.equal(readPin(pinId(name), encodePin({ ...pin, origin: name }, 'salt')), null, 'a name with a line break');
  t.equal(readPin(id, encodePin(pin, 'x'.repeat(LIMITS.keyDocumentBytes))), null, 'longer than a pin is');
});
