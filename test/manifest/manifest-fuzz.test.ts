import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { toSoftware } from '../../src/manifest/to-software.ts';
import { validatorOf } from '../../src/records/record-schemas.ts';
import { holds } from '../helpers/holds.ts';
import { bytesOf, FULL } from './example.ts';

const LINES = FULL.split('\n');
const fits = validatorOf('software');

/** Never throws; problems bounded, inside the text, ordered; a manifest exactly without errors; then a record that fits. */
function sound(text: string): boolean {
  const { manifest, problems } = readManifest(bytesOf(text));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if ((manifest === null) !== errors > 0 || problems.length > LIMITS.problems) return false;
  const lines = text.split('\n');
  const inside = problems.every(({ line = 1, column = 1, length = 0, message, rule }) => {
    const left = (lines[line - 1]?.length ?? -1) - (column - 1);
    return left >= 0 && length >= 0 && message !== '' && /^[a-z0-9-]+$/.test(rule);
  });
  return inside && (manifest === null || fits(toSoftware(manifest).record));
}

t.test('manifests with lines moved, lost, doubled and bent are judged', (t) => {
  const at = fc.nat(LINES.length - 1);
  const edit = fc.oneof(
    fc.record({ drop: at }),
    fc.record({ double: at }),
    fc.record({ move: at, to: at }),
    fc.record({ indent: at, by: fc.nat(6) }),
    fc.record({
      value: at,
      to: fc.constantFrom(
        '',
        '~',
        '[]',
        '{}',
        '[x]',
        '{x: y}',
        'true',
        '12',
        '""',
        '"x"',
        '2026-01-01',
        '|',
        'https://x.example',
        '*a',
        '&a x',
        'ø'.repeat(200),
      ),
    }),
  );
  const text = fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => edits.reduce(applied, LINES).join('\n'));
  holds(t, fc.property(text, sound), 400);
  t.end();
});

t.test('manifests with characters lost and put in are judged', (t) => {
  const edit = fc.tuple(
    fc.nat(FULL.length),
    fc.nat(6),
    fc.oneof(
      fc.constantFrom('', ' ', '\n', ':', '- ', '"', "'", '#', '[', '{', '|', '\t'),
      fc.string({ maxLength: 3 }),
    ),
  );
  const text = fc
    .array(edit, { minLength: 1, maxLength: 5 })
    .map((edits) => edits.reduce((made, [at, less, more]) => made.slice(0, at) + more + made.slice(at + less), FULL));
  holds(
    t,
    fc.property(
      text.filter((made) => !/[\r\p{Surrogate}]/u.test(made)),
      sound,
    ),
    300,
  );
  t.end();
});

type Edit =
  | { drop: number }
  | { double: number }
  | { move: number; to: number }
  | { indent: number; by: number }
  | { value: number; to: string };

function applied(lines: string[], edit: Edit): string[] {
  const made = [...lines];
  if ('drop' in edit) made.splice(edit.drop, 1);
  else if ('double' in edit) made.splice(edit.double, 0, made[edit.double] ?? '');
  else if ('move' in edit) made.splice(edit.to, 0, ...made.splice(edit.move, 1));
  else if ('indent' in edit) made[edit.indent] = ' '.repeat(edit.by) + (made[edit.indent] ?? '').trimStart();
  else made[edit.value] = (made[edit.value] ?? '').replace(/(?<=: |- ).*$/, edit.to);
  return made;
}
