import t from 'tap';
import { encodeRefusal, type RefusalDocument, refusalId, refusalIn } from '../../src/journal/refusal-document.ts';
import { LIMITS } from '../../src/kernel/limits.ts';

const refusal: RefusalDocument = { v: 1, about: 'hand-over', offer: 'abcdefgh', state: 'refused', on: '2026-11-29' };
const id = refusalId('abcdefgh');

t.test('a refusal is read as it was written, and stands under the name of its offer', async (t) => {
  t.same(refusalIn(id, encodeRefusal(refusal, 'salt')), refusal);
  t.match(id, /^control\/label\/[0-9a-f]{64}$/);
  t.not(id, refusalId('abcdefgi'));
  t.notSame(encodeRefusal(refusal, 'salt'), encodeRefusal(refusal, 'other'));
});

t.test('whatever else stands in the body of a label says nothing of an offer', async (t) => {
  const wrong: object[] = [
    { ...refusal, v: 2 },
    { ...refusal, about: 'a colour' },
    { ...refusal, offer: 'another' },
    { ...refusal, offer: 7 },
    { ...refusal, state: 'accepted' },
    { ...refusal, on: 'today' },
    { ...refusal, on: 20_261_129 },
  ];
  for (const document of wrong)
    t.equal(refusalIn(id, Buffer.from(JSON.stringify(document))), null, JSON.stringify(document));
  for (const text of ['', 'null', '[]', '{', '7']) t.equal(refusalIn(id, Buffer.from(text)), null, text);
  const long = Buffer.from(JSON.stringify({ ...refusal, more: 'x'.repeat(LIMITS.keyDocumentBytes) }));
  t.equal(refusalIn(id, long), null);
});
