/** `judged-program.js FOLDER [FILE]`: judged queries over the built-in catalogue, by the program and by FTS5 alone. */
import { agreement, byFts5, byProgram, readJudged, type Scores, score, unknownIn } from '../lib/judged.ts';
import { judgedCatalogue } from '../lib/judged-catalogue.ts';

export interface JudgedScores {
  queries: number;
  ours: Scores;
  plain: Scores;
  agreement: ReturnType<typeof agreement>;
  /** Answers that are not in the catalogue. */
  unknown: string[];
}

const [folder = '', file] = process.argv.slice(2);
const queries = readJudged(file);
const catalogue = await judgedCatalogue(folder);
const scores: JudgedScores = {
  queries: queries.length,
  ours: await score(queries, byProgram(catalogue.registry.read)),
  plain: await score(queries, await byFts5(catalogue.store)),
  agreement: agreement(queries),
  unknown: await unknownIn(queries, catalogue.registry.read),
};
await catalogue.close();
console.log(JSON.stringify(scores));
