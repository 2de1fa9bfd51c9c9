/** `judged-program.js FOLDER [FILE]`: judged queries over the built-in catalogue, by the program and by FTS5 alone. */
import { readFileSync } from 'node:fs';
import { agreement, byFts5, byProgram, type Judged, readJudged, type Scores, score } from '../lib/judged.ts';
import { judgedCatalogue } from '../lib/judged-catalogue.ts';

export interface JudgedScores {
  queries: number;
  ours: Scores;
  plain: Scores;
  agreement: ReturnType<typeof agreement>;
}

const [folder = '', file] = process.argv.slice(2);
const queries =
  file === undefined ? readJudged() : (JSON.parse(readFileSync(file, 'utf8')) as { queries: Judged[] }).queries;
const catalogue = await judgedCatalogue(folder);
const scores: JudgedScores = {
  queries: queries.length,
  ours: await score(queries, byProgram(catalogue.registry.read)),
  plain: await score(queries, await byFts5(catalogue.store)),
  agreement: agreement(queries),
};
await catalogue.close();
console.log(JSON.stringify(scores));
