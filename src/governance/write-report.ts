import type { Assessment, Framework, LocalisedText } from '../schemas.gen.ts';
import type { Requirement } from './framework.ts';
import type { Rating } from './read-report.ts';
import { evidenceCell, toCell } from './report-cells.ts';

/**
 * An assessment as a report in Markdown that `readReport` reads back: everything but the ratings before the text (YAML, a
 * key a line), then a table a theme. Requirements that nobody rated stand in it with an empty rating, to be filled in.
 */
export function writeReport(framework: Framework, assessment: Assessment, title: string): string {
  const { ratings = [], ...front } = assessment;
  const head = Object.entries(front).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const { requirements = [], themes = [] } = framework;
  const columns = columnsOf(ratings);
  const tables = [...themes.map(({ id }) => id), undefined].flatMap((theme) => {
    const own = requirements.filter((requirement) => requirement.theme === theme);
    const name = themes.find(({ id }) => id === theme)?.title?.en ?? theme;
    return own.length === 0
      ? []
      : [...(name === undefined ? [] : ['', `## ${name}`]), '', ...table(own, ratings, columns)];
  });
  return `${['---', ...head, '---', '', `# ${title.replace(/\s+/g, ' ')}`, ...tables].join('\n')}\n`;
}

type Texts = { name: 'ground' | 'explanation'; lang: string };

/** A column for each language in which something is said; one for grounds at least. */
function columnsOf(ratings: readonly Rating[]): Texts[] {
  const langs = (name: Texts['name']): string[] =>
    [...new Set(ratings.flatMap((rating) => Object.keys(rating[name] ?? {})))].sort();
  const grounds = langs('ground');
  return [
    ...(grounds.length === 0 ? ['en'] : grounds).map((lang): Texts => ({ name: 'ground', lang })),
    ...langs('explanation').map((lang): Texts => ({ name: 'explanation', lang })),
  ];
}

function table(requirements: Requirement[], ratings: readonly Rating[], columns: Texts[]): string[] {
  const texts = columns.map(({ name, lang }) => `${name} (${lang})`);
  const rows = requirements.map((requirement) => {
    const rating = ratings.find((one) => one.requirement === requirement.id);
    const said = columns.map(({ name, lang }) => (rating?.[name] as LocalisedText | undefined)?.[lang] ?? '');
    const about = [requirement.id, requirement.level, requirement.title?.en ?? '', rating?.rating ?? ''];
    return [...[...about, ...said].map(toCell), evidenceCell(rating?.evidence ?? [])];
  });
  const head = ['id', 'level', 'requirement', 'rating', ...texts, 'evidence'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}
