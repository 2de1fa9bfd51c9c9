import type { PublishVerdict } from '../../schemas.gen.ts';
import { githubLines } from '../check/formats.ts';
import type { Judged } from '../check/judged.ts';
import { plain } from '../text.ts';

/** What became of it, for the end of the log. */
export function sentenceOf(verdict: PublishVerdict, dryRun: boolean): string {
  const { id, changed, write, queued, differences } = verdict;
  if (queued !== null) return `It waits for the operator of the catalogue (${queued.id}): ${plain(write.why)}`;
  if (!write.allowed) return `It would not be published: ${plain(write.why)}`;
  const apart = differences === undefined ? '' : `, with ${differences.length} differences`;
  if (dryRun) return `It would be published as ${id}${apart}. ${plain(write.why)}`;
  return `${changed ? 'Published' : 'Nothing new'}: ${id}.`;
}

/** A summary in Markdown, as forges show it beside a run. */
export function summaryOf({ file, valid, problems }: Judged, to: string, sentence: string): string {
  const rows = problems.map(({ level, line, key, rule, message, hint }) => {
    const cells = [level, String(line), key === '' ? rule : key, hint === undefined ? message : `${message} ${hint}`];
    return `| ${cells.map(cell).join(' | ')} |\n`;
  });
  const table = rows.length === 0 ? '' : `\n| Level | Line | Key | What |\n|---|---|---|---|\n${rows.join('')}`;
  return `### ${cell(file)} in the catalogue ${cell(to)}\n\n${valid ? 'Valid' : '**Not valid**'}. ${cell(sentence)}\n${table}`;
}

/** Nothing that a manifest holds becomes a mark of Markdown or HTML. */
const cell = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]<>|#&]/g, (mark) => `&#${mark.codePointAt(0)};`)
    .replace(/\s+/g, ' ');

/** A warning that GitHub and Forgejo show at the run. */
export const warning = (file: string, sentence: string): string =>
  githubLines({
    ...{ file, valid: true, unread: false },
    problems: [
      { level: 'warning', rule: 'publish', key: '', pointer: '', line: 0, column: 0, length: 0, message: sentence },
    ],
  });
