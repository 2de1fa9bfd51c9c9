import texts from 'spdx-license-list/full.js';
import { identifyText, licenceTexts } from '../../src/licence/identify.ts';
import { wordsOf } from '../../src/licence/text-words.ts';
import { copyOf, groupOf } from '../lib/licence-copies.ts';
import { type Figure, overRuns } from './figure.ts';

const WIDTHS = [0, 50, 72, 100_000];
/** Neighbours that are named in the table. */
const NEAREST = 25;

const approved = Object.entries(texts).filter(([, { osiApproved }]) => osiApproved);

/** Changed copies of every text approved by OSI against all texts of the list, and what was taken for what. */
export async function licenceBench(): Promise<Figure[]> {
  const start = performance.now();
  const list = await licenceTexts();
  const loaded = performance.now() - start;
  const took: number[] = [];
  const answers = new Map<string, string[]>();
  for (const [i, [id, { licenseText }]] of approved.entries()) {
    for (const [j, width] of WIDTHS.entries()) {
      const copy = copyOf(licenseText, { width, seed: i + j });
      const before = performance.now();
      const { is, ids } = identifyText(copy, list);
      took.push(performance.now() - before);
      answers.set(id, [...(answers.get(id) ?? []), is === 'same' ? ids.join(' or ') : `${is}: ${ids.join(' or ')}`]);
    }
  }
  return [...confusions(answers), ...costs(loaded, took)];
}

function confusions(answers: Map<string, string[]>): Figure[] {
  const wrong = [...answers].flatMap(([id, given]) =>
    given.filter((one) => one !== groupOf(id).join(' or ')).map((one) => `${id} was taken for ${one}`),
  );
  for (const line of nearest()) console.log(line(answers));
  for (const line of wrong) console.log(line);
  const copies = answers.size * WIDTHS.length;
  return [
    {
      bench: 'licence',
      what: `${copies} copies of ${answers.size} texts, known as what they are`,
      value: (copies - wrong.length) / copies,
      unit: 'ratio',
      target: { least: 1 },
      note: `against ${Object.keys(texts).length} texts`,
    },
    { bench: 'licence', what: 'copies taken for another', value: wrong.length, unit: '', target: { most: 0 } },
  ];
}

/** The pairs of texts that differ least, each with how often one was taken for the other. */
function nearest(): ((answers: Map<string, string[]>) => string)[] {
  const todays = approved.filter(([id]) => groupOf(id)[0] === id);
  const runs = todays.map(([id, { licenseText }]) => ({ id, runs: new Set(triples(wordsOf(licenseText))) }));
  const pairs = runs.flatMap((a, i) =>
    runs.slice(i + 1).flatMap((b) => {
      if (groupOf(a.id).join() === groupOf(b.id).join()) return [];
      const shared = [...a.runs].filter((run) => b.runs.has(run)).length;
      return [{ a: a.id, b: b.id, share: shared / (a.runs.size + b.runs.size - shared) }];
    }),
  );
  const closest = pairs.sort((one, other) => other.share - one.share).slice(0, NEAREST);
  const took = (answers: string[] | undefined, id: string) =>
    (answers ?? []).filter((one) => one.split(' or ').includes(id)).length;
  return closest.map(({ a, b, share }) => (answers) => {
    const mistakes = `${took(answers.get(a), b)} + ${took(answers.get(b), a)} confusions`;
    return `${a.padEnd(32)} ${b.padEnd(32)} ${(share * 100).toFixed(1).padStart(5)} % of runs shared, ${mistakes}`;
  });
}

const triples = (words: string[]): string[] =>
  words.slice(0, -2).map((word, i) => `${word} ${words[i + 1]} ${words[i + 2]}`);

const costs = (loaded: number, took: number[]): Figure[] => [
  { bench: 'licence', what: 'making all texts ready', value: loaded, unit: 'ms' },
  overRuns({ bench: 'licence', what: 'comparing one file with all texts', unit: 'ms' }, took),
];
