import { readFileSync, statSync } from 'node:fs';
import { fingerprint, formatVerifierKey, parseVerifierKey } from '../../journal/key.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { checkProof, type Proved } from '../../logs/proof.ts';
import { COULD_NOT, type Command, GOOD, INVALID, printJson } from '../command.ts';
import { reportFailure } from '../failure.ts';
import { leafWords } from '../leaf-words.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'verify-proof',
  summary: 'Checks a file of `alminding proof`, without service or network.',
  usage: 'alminding verify-proof FILE [options]',
  details: [
    'Says what is proved: which entry stands at which place in whose log. With --key the head must be signed by that key; without it the keys named in the file are used, whose eight words you compare with what that network tells you.',
  ],
  options: [{ flag: '--key VKEY', description: 'Verifier key of the log that you trust: name+id+key.' }],
  exits: [
    { code: GOOD, when: 'the proof holds' },
    { code: INVALID, when: 'it does not' },
    { code: COULD_NOT, when: 'the file cannot be read, or VKEY is no key' },
  ],
  async run({ io, json, args, values }) {
    const given = typeof values.key === 'string' ? [keyOf(values.key)] : [];
    const bytes = read(args[0] as string);
    let proved: Proved;
    try {
      proved = checkProof(bytes, given);
    } catch (error) {
      if (!isCoded(error, 'invalid-input')) throw error;
      reportFailure(io, error, json);
      return INVALID;
    }
    if (json) printJson(io, asJson(proved));
    else io.out(inWords(proved));
    return GOOD;
  },
};

function keyOf(text: string) {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    throw new CodedError('invalid-parameter', error instanceof Error ? error.message : undefined, { cause: error });
  }
}

function read(file: string): Buffer {
  try {
    if (statSync(file).size > LIMITS.proofBytes)
      throw new CodedError('too-large', `${file} is no proof: it is too large.`);
    return readFileSync(file);
  } catch (error) {
    throw isCoded(error) ? error : new CodedError('unreadable-file', `${file} cannot be read.`, { cause: error });
  }
}

const asJson = ({ leaf, body, signedBy, ...rest }: Proved): object => ({
  good: true,
  ...rest,
  leaf,
  record: body === null ? null : (JSON.parse(body.toString('utf8')) as { record?: unknown }).record,
  keys: signedBy.map((key) => ({ key: formatVerifierKey(key), words: fingerprint(formatVerifierKey(key)) })),
});

function inWords({ origin, index, size, leaf, body, signedBy, keysGiven, cosigned }: Proved): string {
  const lines = [
    `The proof holds: ${leafWords(leaf)}.${body === null ? '' : ` What was published is in the file (${countOf(body.byteLength, 'byte')}; --json shows it).`}`,
    `Leaf ${index} of ${countOf(size, 'leaf', 'leaves')} in the log ${plain(origin)}`,
    ...signedBy.map((key) => `Signed with ${plain(formatVerifierKey(key))}\n  ${fingerprint(formatVerifierKey(key))}`),
    ...(keysGiven
      ? []
      : [
          'That key stands in the file itself. Its people see its words under “Log” in `alminding key show`: ask them.',
        ]),
    ...cosigned.map(({ name, at }) => `Says to be seen by ${plain(name)} at ${toRfc3339(at * 1000)} (not checked)`),
  ];
  return `${lines.join('\n')}\n`;
}
