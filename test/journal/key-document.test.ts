import t from 'tap';
import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../../src/journal/key.ts';
import {
  encodeKeyDocument,
  isVouchedFor,
  type KeyDocument,
  keyDocumentNumber,
  openKeyDocument,
  readLink,
  rootKeysUpTo,
  verifierKeys,
  vouching,
} from '../../src/journal/key-document.ts';
import { formatSignatures, signText } from '../../src/journal/note.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { refusalOf } from '../helpers/refused.ts';

const key = (name: string, n: number, type: 1 | 4 = NOTE_KEY): SignerKey => signerOf(name, type, Buffer.alloc(32, n));
const [log, root, recovery, other] = [
  key('a.example/log/1', 1),
  key('root.invalid', 2),
  key('recovery.invalid', 3),
  key('other', 4),
];
const witness = key('a.example/witness', 5, COSIGNATURE_KEY);
const text = formatVerifierKey;
const first: KeyDocument = {
  ...{ v: 1, n: 1, origin: log.name, log: [text(log)], witness: [text(witness)], ts: 7 },
  root: { threshold: 1, keys: [text(root), text(recovery)] },
};
const second: KeyDocument = { ...first, n: 2, root: { threshold: 2, keys: [text(root), text(other)] } };
const made = (document: object, ...signers: SignerKey[]) => encodeKeyDocument(document as KeyDocument, signers, 'salt');

t.test('a chain of key documents is followed link by link', async (t) => {
  const one = openKeyDocument(made(first, root), null);
  t.same(one, first);
  t.same(
    verifierKeys(one.log).map(({ name }) => name),
    [log.name],
  );
  const two = openKeyDocument(made(second, root, other), one);
  t.same(two, second);
  const epoch = { origin: log.name, size: 9, root: 'AAAA', reason: 'address', complete: 5 } as const;
  const third = { ...second, n: 3, epoch };
  t.same(openKeyDocument(made(third, other, root, recovery), two), third);
});

t.test('a link that the old or the new root keys have not signed is refused', async (t) => {
  const refused = (bytes: Buffer, before: KeyDocument | null) => refusalOf(() => openKeyDocument(bytes, before));
  t.equal(refused(made(first), null), 'invalid-input', 'unsigned: no signature is no note');
  t.equal(refused(made(first, other), null), 'invalid-input', 'signed by a stranger');
  t.equal(refused(made(second, root), first), 'invalid-input', 'too few of the new ones');
  t.equal(refused(made(second, root, root), first), 'invalid-input', 'one key counts once');
  t.equal(
    refused(made({ ...second, root: { threshold: 1, keys: [text(other)] } }, other), first),
    'invalid-input',
    'none of the old ones',
  );
  t.equal(refused(made(second, root, other), null), 'invalid-input', 'the second without the first');
  t.equal(refused(made({ ...second, n: 3 }, root, other), first), 'invalid-input', 'one was left out');
  t.equal(refused(made(first, root), first), 'invalid-input', 'the first again');
});

t.test('the root keys of a chain are those of its documents, and of none that it does not follow', async (t) => {
  const third = { ...second, n: 3, root: { threshold: 1, keys: [text(other)] } };
  const chain = [made(first, root), made(second, root, other), made(third, root, other)];
  const forged = made({ ...first, root: { threshold: 1, keys: [text(log)] } }, log);
  const names = (document: KeyDocument, bodies: Buffer[]) =>
    [...rootKeysUpTo(document, bodies)].map((key) => key.split('+')[0]).sort();
  t.same(names(third, [forged, Buffer.from('{}'), ...chain]), ['other', 'root.invalid'], 'nor any that signed nothing');
  t.same(names(third, [forged, ...chain.slice(2)]), ['other'], 'a link is missing');
  t.same(names(second, chain), ['other', 'root.invalid'], 'what came later is not asked');
  t.same(names(third, []), ['other']);
});

t.test('a chain stands behind its first root key where that has signed since it is the first', async (t) => {
  const by = (signers: SignerKey[], n: number, threshold: number, ...keys: SignerKey[]) =>
    made({ ...first, n, root: { threshold, keys: keys.map(text) } }, ...signers);
  t.ok(isVouchedFor([made(first, root)]));
  t.ok(isVouchedFor([made(first, root), by([recovery, other], 2, 2, root, recovery, other)]), 'or of an earlier one');
  t.ok(isVouchedFor([made(first, root), by([root, other], 2, 1, other, root)]), 'a new one has signed itself');
  t.notOk(isVouchedFor([by([other], 1, 1, root, other)]), 'anybody may name the key of another network first');
  t.notOk(isVouchedFor([by([other], 1, 1, other), by([other], 2, 1, root, other)]));
  t.notOk(isVouchedFor([made(first, root), by([root], 2, 1, other, root)]), 'nor does the key before it do');
  t.equal(vouching([by([other], 2, 1, root, other)]), null, 'the document before it may be signed by it');
  t.equal(vouching([by([root], 2, 1, root, other)]), true);
  t.equal(vouching([by([other], 1, 1, other), by([other], 2, 1, root, other)]), false);
  t.notOk(isVouchedFor([]));
  t.notOk(isVouchedFor([Buffer.from('{}')]));
  const unsound = text(root).replace(
    /[^+]*$/,
    Buffer.concat([Buffer.from([1]), Buffer.alloc(32, 0xff)]).toString('base64'),
  );
  for (const keys of [[], [unsound]])
    t.equal(readLink(made({ ...first, root: { threshold: 1, keys } }, root)), null, 'a first key that is none');
  t.same(readLink(made(second, root)), { n: 2, first: text(root) });
});

t.test('one byte that was touched refuses the document', async (t) => {
  const bytes = made(first, root);
  const changed = Buffer.from(bytes.toString().replace('a.example/witness', 'b.example/witness'));
  t.equal(
    refusalOf(() => openKeyDocument(changed, null)),
    'invalid-input',
  );
});

t.test('any other form is refused', async (t) => {
  const cases: [string, object][] = [
    ['another version', { ...first, v: 2 }],
    ['no keys of the log', { ...first, log: [] }],
    ['a key that is none', { ...first, log: ['x'] }],
    ['a cosignature key for the log', { ...first, log: [text(witness)] }],
    ['a key that is no text', { ...first, witness: [1] }],
    ['no list', { ...first, witness: null }],
    ['too many keys', { ...first, log: Array(17).fill(text(log)) }],
    ['no root', { ...first, root: null }],
    ['a threshold of none', { ...first, root: { ...first.root, threshold: 0 } }],
    ['half a number', { ...first, n: 1.5 }],
    ['a threshold beyond 2^53', { ...first, root: { ...first.root, threshold: 2 ** 53 } }],
    ['an epoch without a reason', { ...first, epoch: { origin: 'a', size: 1, root: '', complete: 1 } }],
    ['an epoch that is no object', { ...first, epoch: 1 }],
  ];
  for (const [name, document] of cases)
    t.equal(
      refusalOf(() => openKeyDocument(made(document, root), null)),
      'invalid-input',
      name,
    );
  const signed = (text: string) =>
    Buffer.from(JSON.stringify({ salt: '', text, signatures: formatSignatures([signText(text, root, 0)]) }));
  const spaced = `${JSON.stringify(first, null, 1)}\n`;
  for (const [name, bytes] of [
    ['spaces in it', signed(spaced)],
    ['no JSON in it', signed('x\n')],
    ['nothing in it', signed('null\n')],
    ['no JSON', Buffer.from('{')],
    ['no text', Buffer.from('{"signatures":"x"}')],
    ['null', Buffer.from('null')],
    ['too large', Buffer.alloc(LIMITS.bodyBytes + 1, 32)],
  ] as [string, Buffer][])
    t.same([refusalOf(() => openKeyDocument(bytes, null)), keyDocumentNumber(bytes)], ['invalid-input', null], name);
  t.equal(keyDocumentNumber(made({ ...first, n: 7 }, root)), 7, 'its number is told without a look at who signed it');
});
