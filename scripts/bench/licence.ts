import texts from 'spdx-license-list/full.js';
import { identifyText, licenceTexts } from '../../src/licence/identify.ts';
import { wordsOf } from '../../src/licence/text-words.ts';
import { copyOf, groupOf } from '../lib/licence-copies.ts';
import { type Figure, overRuns } from './figure.ts';

const WIDTHS = [0, 50, 72, 100_000];
/** So many of the texts that are most like an approved one are held against it, approved themselves or not. */
const NEIGHBOURS = 5;

const approved = Object.entries(texts).filter(([, { osiApproved }]) => osiApproved);

/** Changed copies of every text approved by OSI, and of what is most like them, against all texts of the list. */
export async function licenceBench(): Promise<Figure[]> {
  const start = performance.now();
  const list = await licenceTexts();
  const loaded = performance.now() - start;
  const took: number[] = [];
  const answers = new Map<string, string[]>();
  const near = neighbours();
  const asked = new Set([...approved.map(([id]) => id), ...near.map(({ neighbour }) => neighbour)]);
  for (const [i, id] of [...asked].entries()) {
    for (const [j, width] of WIDTHS.entries()) {
      const copy = copyOf(texts[id]?.licenseText ?? '', { width, seed: i + j });
      const before = performance.now();
      const { is, ids } = identifyText(copy, list);
      took.push(performance.now() - before);
      answers.set(id, [...(answers.get(id) ?? []), is === 'same' ? ids.join(' or ') : `${is}: ${ids.join(' or ')}`]);
    }
  }
  return [...confusions(answers, near), ...costs(loaded, took)];
}

interface Near {
  id: string;
  neighbour: string;
  /** Share of runs of three words that both have. */
  share: number;
}

function confusions(answers: Map<string, string[]>, near: Near[]): Figure[] {
  const wrong = approved.flatMap(([id]) =>
    (answers.get(id) ?? [])
      .filter((one) => one !== groupOf(id).join(' or '))
      .map((one) => `${id} was taken for ${one}`),
  );
  const taken = (from: string, to: string): number =>
    (answers.get(from) ?? []).filter((one) => one.split(' or ').includes(to)).length;
  console.log(
    row('text approved by OSI', 'one of the texts most like it', 'shared', 'taken for it', 'and it for this'),
  );
  let confused = 0;
  for (const { id, neighbour, share } of near) {
    const [there, back] = [taken(neighbour, id), taken(id, neighbour)];
    confused += there + back;
    console.log(row(id, neighbour, `${(share * 100).toFixed(1)} %`, String(there), String(back)));
  }
  for (const line of wrong) console.log(line);
  const copies = approved.length * WIDTHS.length;
  const figure = { bench: 'licence', unit: '' };
  return [
    {
      ...{ ...figure, what: `${copies} copies of ${approved.length} texts, known as what they are`, unit: 'ratio' },
      ...{ value: (copies - wrong.length) / copies, target: { least: 1 } },
      note: `against ${Object.keys(texts).length} texts`,
    },
    { ...figure, what: 'copies taken for another', value: wrong.length, target: { most: 0 } },
    {
      ...{ ...figure, what: `copies of ${near.length} neighbours and theirs, one taken for the other` },
      ...{ value: confused, target: { most: 0 } },
    },
  ];
}

const row = (...[id, neighbour, share, there, back]: [string, string, string, string, string]): string =>
  [id.padEnd(32), neighbour.padEnd(38), share.padStart(8), there.padStart(13), back.padStart(16)].join(' ');

/** The texts that are most like each approved one. Ids with the very same text are one. */
function neighbours(): Near[] {
  const todays = Object.entries(texts).filter(([id]) => groupOf(id)[0] === id);
  const runs = new Map(todays.map(([id, { licenseText }]) => [id, new Set(triples(wordsOf(licenseText)))]));
  return [...runs].flatMap(([id, own]) => {
    if (texts[id]?.osiApproved !== true) return [];
    const near = [...runs].flatMap(([neighbour, others]) => {
      if (neighbour === id || groupOf(neighbour).join() === groupOf(id).join()) return [];
      let shared = 0;
      for (const run of own) if (others.has(run)) shared += 1;
      return [{ id, neighbour, share: shared / Math.max(1, own.size + others.size - shared) }];
    });
    return near.sort((a, b) => b.share - a.share).slice(0, NEIGHBOURS);
  });
}

const triples = (words: string[]): string[] =>
  words.slice(0, -2).map((word, i) => `${word} ${words[i + 1]} ${words[i + 2]}`);

const costs = (loaded: number, took: number[]): Figure[] => [
  { bench: 'licence', what: 'making all texts ready', value: loaded, unit: 'ms' },
  overRuns({ bench: 'licence', what: 'comparing one file with all texts', unit: 'ms' }, took),
];
