import fc from 'fast-check';
import t from 'tap';
import { check } from '../../../src/manifest/check.ts';
import { applyEdits } from '../../../src/manifest/mend/edits.ts';
import { mend } from '../../../src/manifest/mend/mend.ts';
import { FULL } from '../example.ts';

const OLD = FULL.replace('"0"', '0.2')
  .replace('categories:', 'tags:')
  .replace('  da:\n', '  dan: # old\n')
  .replace('Ready: true', 'Ready: yes')
  .replace(/organisation:\n.*\n.*\n/, '')
  .replace('legal:', 'legal:\n  repoOwner: Havneby Kommune # ours')
  .concat('it:\n  riuso:\n    codiceIPA: c_x999\n  conforme:\n    sicuro: yes\n');

const SPOILERS = [
  [/: true/, ': yes'],
  [/"0"/, '0.3'],
  [/^ {2}en:/m, '  eng:'],
  [/- DK/, '- dk'],
  [/2026-02-28/, '2026/2/28'],
  [/stable/, 'Stable'],
  [/features:/, 'featureList:'],
  [/url:/, 'URL:'],
  [/EUPL-1.2/, 'eupl-1.2'],
  [/uri:/, 'url:'],
  [/name:/, 'nmae:'],
  [/\n {2}/, '\n   '],
  [/: /, ': &a '],
  [/ - /, ' - !!str '],
  [/\n/g, '\r\n'],
  [/type: contract/, 'type: contact'],
] as const;

const spoilt = fc
  .record({
    base: fc.constantFrom(FULL, OLD),
    spoilers: fc.array(fc.constantFrom(...SPOILERS), { maxLength: 6 }),
    cuts: fc.array(
      fc.tuple(fc.nat(FULL.length), fc.nat(30), fc.constantFrom('', '\n', ' ', '#', ':', '"', 'yes', '- ')),
      {
        maxLength: 3,
      },
    ),
  })
  .map(({ base, spoilers, cuts }) => {
    const text = spoilers.reduce((made, [from, to]) => made.replace(from, to), base);
    return cuts.reduce((made, [at, less, more]) => made.slice(0, at) + more + made.slice(at + less), text);
  });

type Problems = ReturnType<typeof check>['problems'];

/** The rule of a problem that the second list has more often than the first. */
function grown(before: Problems, after: Problems): string | undefined {
  const rules = before.map(({ level, rule }) => `${level} ${rule}`);
  return after
    .map(({ level, rule }) => `${level} ${rule}`)
    .find((rule) => {
      const at = rules.indexOf(rule);
      if (at >= 0) rules.splice(at, 1);
      return at < 0 && rule !== 'warning refused-elsewhere';
    });
}

const comments = (text: string): number => text.match(/# (?:old|ours)/g)?.length ?? 0;

t.test('mending makes nothing worse, tells what it did, and has nothing to do the second time', async (t) => {
  let changed = 0;
  const holds = (what: string, good: boolean): void => {
    if (!good) throw new Error(what);
  };
  fc.assert(
    fc.property(spoilt, (text) => {
      const { text: made, edits, before, after } = mend(text);
      changed += Number(edits.length > 0);
      holds('the edits make the text', applyEdits(text, edits) === made);
      holds('a valid text stays valid', after.valid || !before.valid);
      const fresh = grown(before.problems, after.problems);
      holds(`no new problem: ${fresh}`, fresh === undefined);
      holds('the judgement is that of the text', JSON.stringify(check(made)) === JSON.stringify(after));
      holds('mended again nothing changes', mend(made).text === made);
      holds('comments stay', comments(made) >= comments(text));
    }),
    { numRuns: 150 },
  );
  t.ok(changed > 20);
});
