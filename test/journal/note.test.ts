import fc from 'fast-check';
import t from 'tap';
import { checkpointText, openCheckpoint, parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { cosignatureTime, verifyCosignature } from '../../src/journal/cosignature.ts';
import { isSoundKey, privateKey, publicKey, signEd25519 } from '../../src/journal/ed25519.ts';
import {
  COSIGNATURE_KEY,
  fingerprint,
  formatSignerKey,
  formatVerifierKey,
  isKeyName,
  NOTE_KEY,
  parseSignerKey,
  parseVerifierKey,
  type SignerKey,
  signerOf,
} from '../../src/journal/key.ts';
import { formatNote, parseNote, parseSignatures, signersOf, signText } from '../../src/journal/note.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { holds } from '../helpers/holds.ts';
import { refusalOf } from '../helpers/refused.ts';

const seed = (n: number) => Buffer.alloc(32, n);
const log = signerOf('log.example/a/log/1', NOTE_KEY, seed(1));
const witness = signerOf('witness.example/w', COSIGNATURE_KEY, seed(2));
const stranger = signerOf('stranger.example', NOTE_KEY, seed(3));
const head = { origin: log.name, size: 7, root: Buffer.alloc(32, 9) };
const noteBy = (text: string, ...signers: SignerKey[]) =>
  Buffer.from(formatNote({ text, signatures: signers.map((signer) => signText(text, signer, 1_790_185_000)) }));

/** The example in the documentation of Go's golang.org/x/mod/sumdb/note (BSD-3-Clause): a note by another program. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

t.test('a note that another program has signed is read and holds', async (t) => {
  const key = parseVerifierKey(GO_KEY);
  const note = parseNote(Buffer.from(GO_NOTE));
  t.same(signersOf(note, [key]), [key]);
  t.equal(formatNote(note), GO_NOTE);
  t.equal(formatVerifierKey(key), GO_KEY);
});

t.test('signatures of unknown keys are kept and passed over, also where they share a name or an id', async (t) => {
  const text = checkpointText(head);
  const other = signerOf(log.name, NOTE_KEY, seed(4));
  const note = parseNote(noteBy(text, stranger, other, log, witness));
  t.same(signersOf(note, [log, witness]), [log, witness]);
  t.same(signersOf(note, [log]), [log]);
  t.same(signersOf(note, [signerOf('nobody.example', NOTE_KEY, seed(5))]), []);
  t.equal(note.signatures.length, 4);
});

t.test('one wrong signature of a known key refuses the whole note', async (t) => {
  const bytes = noteBy(checkpointText(head), log, witness);
  const touched = Buffer.from(bytes.toString().replace('\n7\n', '\n8\n'));
  t.equal(
    refusalOf(() => signersOf(parseNote(touched), [log])),
    'invalid-input',
  );
  t.equal(
    refusalOf(() => signersOf(parseNote(touched), [witness])),
    'invalid-input',
  );
  t.same(signersOf(parseNote(touched), [stranger]), []);
});

t.test('a note reads back as it was written, whatever its text', async (t) => {
  const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/\p{Cc}/gu, ''));
  holds(
    t,
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      const note = parseNote(noteBy(text, log, witness));
      return note.text === text && signersOf(note, [log, witness]).length === 2;
    }),
  );
});

t.test('whatever is read as a note or as a checkpoint is written the same again', async (t) => {
  const good = noteBy(checkpointText(head), log, witness).toString();
  const piece = fc.constantFrom('\n', '\n\n', '— ', ' ', '+', 'AAAAAAA=', '—', '\0', '\u00a0', '0', 'log.example', '=');
  const near = fc
    .tuple(fc.nat(good.length), fc.nat(4), piece)
    .map(([at, cut, text]) => good.slice(0, at) + text + good.slice(at + cut));
  let read = 0;
  holds(
    t,
    fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
      const bytes = Buffer.from(text);
      if (refusalOf(() => parseNote(bytes)) !== null) return true;
      read += 1;
      if (formatNote(parseNote(bytes)) !== bytes.toString()) return false;
      return (
        refusalOf(() => parseCheckpoint(bytes)) !== null ||
        checkpointText(parseCheckpoint(bytes)) === parseNote(bytes).text
      );
    }),
    2000,
  );
  t.ok(read > 50, `${read} of them were notes`);
});

t.test('what is no note is refused', async (t) => {
  const signature = noteBy('a\n', log).toString().split('\n\n')[1] as string;
  const cases: [string, string | Buffer][] = [
    ['nothing', ''],
    ['no empty line', 'a\n'],
    ['no signature', 'a\n\n'],
    ['no line break at the end', `a\n\n${signature.slice(0, -1)}`],
    ['a control character', `a\t\n\n${signature}`],
    ['a carriage return', `a\r\n\n${signature}`],
    ['another dash', `a\n\n${signature.replace('—', '-')}`],
    ['no name', `a\n\n${signature.replace(log.name, '')}`],
    ['a plus in a name', `a\n\n${signature.replace(log.name, 'a+b')}`],
    ['a space of Unicode in a name', `a\n\n${signature.replace(log.name, 'a\u2003b')}`],
    ['a word behind the signature', `a\n\n${signature.slice(0, -1)} x\n`],
    ['only a key id', 'a\n\n— a AAAAAA==\n'],
    ['base64 without padding', `a\n\n${signature.replace(/=+\n/, '\n')}`],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from([0xff]), Buffer.from(`\n\n${signature}`)])],
    ['more signatures than allowed', `a\n\n${signature.repeat(LIMITS.noteSignatures + 1)}`],
    ['more bytes than allowed', `${'a'.repeat(LIMITS.noteBytes)}\n\n${signature}`],
  ];
  for (const [name, note] of cases)
    t.equal(
      refusalOf(() => parseNote(Buffer.from(note))),
      'invalid-input',
      name,
    );
  t.equal(parseNote(Buffer.from(`a\n\n${signature.repeat(LIMITS.noteSignatures)}`)).signatures.length, 64);
  t.equal(
    parseNote(Buffer.from(`a\n\nb\n\n${signature}`)).text,
    'a\n\nb\n',
    'the last empty line parts text and signatures',
  );
  t.equal(parseSignatures(signature).length, 1);
});

t.test('what is no checkpoint is refused', async (t) => {
  const root = head.root.toString('base64');
  const bad = [
    'log\n7\n',
    `\n7\n${root}\n`,
    `log\n07\n${root}\n`,
    `log\n-1\n${root}\n`,
    `log\n7.0\n${root}\n`,
    `log\n\n${root}\n`,
  ];
  bad.push(
    `log\n9007199254740992\n${root}\n`,
    `log\n18446744073709551615\n${root}\n`,
    'log\n7\nAAAA\n',
    `log\n7\n${root.slice(0, -1)}\n`,
  );
  bad.push(`log\n7\n${root}\n\nx\n`, `log\n+7\n${root}\n`);
  for (const text of bad)
    t.equal(
      refusalOf(() => parseCheckpoint(noteBy(text, log))),
      'invalid-input',
      JSON.stringify(text),
    );
  t.equal(parseCheckpoint(noteBy(`log\n9007199254740991\n${root}\n`, log)).size, 2 ** 53 - 1);
  t.equal(parseCheckpoint(noteBy(`log\n0\n${root}\n`, log)).size, 0);
  t.same(parseCheckpoint(noteBy(`log\n7\n${root}\nmore\nyet more\n`, log)).extensions, ['more', 'yet more']);
  for (const wrong of [
    { ...head, origin: '' },
    { ...head, origin: 'a\nb' },
    { ...head, size: -1 },
    { ...head, root: Buffer.alloc(3) },
  ])
    t.equal(
      refusalOf(() => checkpointText(wrong)),
      'internal',
    );
});

t.test('a checkpoint is opened only for its own log and with a signature of its keys', async (t) => {
  const bytes = noteBy(checkpointText(head), log, witness);
  t.equal(openCheckpoint(bytes, log.name, [log]).size, 7);
  t.equal(
    refusalOf(() => openCheckpoint(bytes, 'log.example/b/log/1', [log])),
    'invalid-input',
  );
  t.equal(
    refusalOf(() => openCheckpoint(bytes, log.name, [stranger])),
    'invalid-input',
  );
});

t.test('a cosignature says when it was made, and holds for no other time or text', async (t) => {
  const text = checkpointText(head);
  const { bytes } = signText(text, witness, 1_790_185_000);
  t.equal(cosignatureTime(bytes), 1_790_185_000);
  t.ok(verifyCosignature(text, bytes, witness.key));
  const later = Buffer.from(bytes);
  later[7] = (later[7] as number) + 1;
  t.notOk(verifyCosignature(text, later, witness.key));
  t.notOk(verifyCosignature(`${text}x\n`, bytes, witness.key));
  t.notOk(verifyCosignature(text, bytes.subarray(1), witness.key));
  t.equal(cosignatureTime(bytes.subarray(1)), null);
  for (const time of [-1, 0.5, 2 ** 53])
    t.equal(
      refusalOf(() => signText(text, witness, time)),
      'internal',
    );
});

t.test('times up to 2^63-1 are kept exact, later ones are none', async (t) => {
  const text = checkpointText(head);
  const at = (time: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(time);
    return Buffer.concat([bytes, signEd25519(Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), witness.secret)]);
  };
  t.ok(verifyCosignature(text, at(2n ** 63n - 1n), witness.key));
  t.ok(verifyCosignature(text, at(9007199254740993n), witness.key));
  t.notOk(verifyCosignature(text, at(2n ** 63n), witness.key));
  t.equal(cosignatureTime(at(9007199254740993n)), null, 'but no number stands for it');
});

t.test('keys are written and read in the forms that other programs use', async (t) => {
  for (const key of [log, witness]) {
    const { secret: _, seed: __, ...verifier } = key;
    const back = parseVerifierKey(formatVerifierKey(key));
    t.same(
      { name: back.name, id: back.id, type: back.type, raw: back.raw },
      { name: verifier.name, id: verifier.id, type: verifier.type, raw: verifier.raw },
    );
    t.equal(formatSignerKey(parseSignerKey(formatSignerKey(key))), formatSignerKey(key));
  }
  t.not(signerOf('a', NOTE_KEY).id, signerOf('a', NOTE_KEY).id, 'a new key is drawn where none is given');
  t.equal(
    refusalOf(() => signerOf('a b', NOTE_KEY)),
    'invalid-input',
  );
  t.equal(
    refusalOf(() => publicKey(Buffer.alloc(31))),
    'invalid-input',
  );
  t.equal(
    refusalOf(() => privateKey(Buffer.alloc(33))),
    'invalid-input',
  );
});

t.test('what is no key is refused, and no refusal holds a secret', async (t) => {
  const good = formatVerifierKey(log);
  const [name, id, material] = good.split('+', 2).concat(good.split('+').slice(2).join('+')) as [
    string,
    string,
    string,
  ];
  const small = Buffer.concat([Buffer.from([1]), Buffer.alloc(32)]).toString('base64');
  const typed = (type: number) => Buffer.concat([Buffer.from([type]), log.raw]).toString('base64');
  const bad = [
    '',
    name,
    `${name}+${id}`,
    `${name}+00000000+${material}`,
    `${name}+${id.toUpperCase()}x+${material}`,
    `+${id}+${material}`,
  ];
  bad.push(
    `${name}+${id}+${material.slice(0, -4)}`,
    `${name}+${id}+${small}`,
    `${name}+${id}+${typed(2)}`,
    `${name}+${id}+${typed(6)}`,
    `${name}+${id}+`,
    `a b+${id}+${material}`,
  );
  for (const text of bad)
    t.equal(
      refusalOf(() => parseVerifierKey(text)),
      'invalid-input',
      text,
    );
  const secret = formatSignerKey(log);
  for (const text of [good, secret.slice(0, -4), secret.replace(id, '00000000'), 'PRIVATE+KEY+', `${secret}=`])
    try {
      parseSignerKey(text);
      t.fail(text);
    } catch (error) {
      t.notOk(String(error).includes(secret.slice(-30, -4)));
    }
});

t.test('keys that fit more than one signature, or are written in two ways, are not sound', async (t) => {
  const hex = (text: string) => Buffer.from(text, 'hex');
  const low = [
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ];
  low.push(
    `01${'00'.repeat(31)}`,
    '00'.repeat(32),
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(30)}7f`,
    `ee${'ff'.repeat(30)}7f`,
  );
  for (const key of low) {
    t.notOk(isSoundKey(hex(key)), key);
    const signed = hex(key);
    signed[31] = (signed[31] as number) | 0x80;
    t.notOk(isSoundKey(signed), `${key} with the other sign`);
  }
  t.notOk(isSoundKey(hex(`02${'00'.repeat(31)}`)), 'no point of the curve');
  t.notOk(isSoundKey(Buffer.alloc(31)));
  for (let i = 0; i < 20; i += 1) t.ok(isSoundKey(signerOf('a', NOTE_KEY).raw));
});

t.test('names of keys hold no space and no plus', async (t) => {
  for (const name of ['a', 'catalogue.os2.example/log/1', 'æ']) t.ok(isKeyName(name), name);
  for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\u3000', 'a\0', 'a'.repeat(256)])
    t.notOk(isKeyName(name), name);
});

t.test('a fingerprint is eight words that can be read out', async (t) => {
  const words = fingerprint(formatVerifierKey(log));
  t.match(
    words,
    /^([bdfghjklmnprstvz][aiou]){2}[bdfghjklmnprstvz]( ([bdfghjklmnprstvz][aiou]){2}[bdfghjklmnprstvz]){7}$/,
  );
  t.not(words, fingerprint(formatVerifierKey(witness)));
});
