import type { Reader } from '../../registry/types.ts';
import type { SourceAnswer } from '../../schemas.gen.ts';
import type { RecordRow } from '../../store/port.ts';

export const BADGES = ['manifest', 'level', 'adopters'] as const;
export type BadgeName = (typeof BADGES)[number];
/** What is known of a software wherever it comes from. */
export const SOFTWARE_BADGES = ['level', 'adopters'] as const;
export type SoftwareBadge = (typeof SOFTWARE_BADGES)[number];

/** Contrast of white on these is at least 4.5:1. */
const COLOURS = { good: '#1a7f37', bad: '#b42318', plain: '#475467' } as const;

interface Badge {
  label: string;
  value: string;
  colour: keyof typeof COLOURS;
}

/** A badge of a source as SVG. What is not known is said to be not known. */
export async function renderBadge(name: BadgeName, source: SourceAnswer, read: Reader): Promise<string> {
  if (name === 'manifest') return svgOf(manifestBadge(source));
  const slug = source.entry?.slice('software/'.length) ?? null;
  const found = slug === null ? null : await read.lookup('software', slug);
  return svgOf(await recordBadge(name, found !== null && 'found' in found ? found.found : null, read));
}

/** The same of a software of any origin. */
export const softwareBadge = async (name: SoftwareBadge, row: RecordRow, read: Reader): Promise<string> =>
  svgOf(await recordBadge(name, row, read));

async function recordBadge(name: SoftwareBadge, row: RecordRow | null, read: Reader): Promise<Badge> {
  if (name === 'adopters') {
    const total = row === null ? null : (await read.adopters(row, { lang: 'en', limit: 1 })).total;
    return { label: 'used by', value: total === null ? 'not known' : String(total), colour: 'plain' };
  }
  const levels = row === null ? [] : await read.levels(row, 'en');
  const found = levels.find(({ standing }) => standing.holds !== null);
  return {
    label: found === undefined ? 'level' : found.framework.name,
    value: found?.standing.holds?.level ?? 'not known',
    colour: found === undefined ? 'plain' : 'good',
  };
}

function manifestBadge({ verdict, state }: SourceAnswer): Badge {
  const label = 'publiccode.yml';
  if (state === 'gone') return { label, value: 'repository gone', colour: 'bad' };
  if (verdict === 'valid') return { label, value: 'valid', colour: 'good' };
  if (verdict === 'invalid') return { label, value: 'not valid', colour: 'bad' };
  return { label, value: verdict === 'none' ? 'none' : 'not looked at yet', colour: 'plain' };
}

const CHARACTER = 6.6;
const LONGEST = 40;

/** Two boxes beside each other; the words are text, so that they can be read aloud. */
function svgOf({ label, value, colour }: Badge): string {
  const [left, right] = [label, value].map((text) => cut(text)) as [string, string];
  const [a, b] = [left, right].map((text) => Math.round([...text].length * CHARACTER + 14)) as [number, number];
  const title = escaped(`${left}: ${right}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${a + b}" height="20" role="img" aria-label="${title}"><title>${title}</title><rect width="${a + b}" height="20" rx="3" fill="#344054"/><path d="M${a} 0h${b - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${b - 3}z" fill="${COLOURS[colour]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="${a / 2}" y="14">${escaped(left)}</text><text x="${a + b / 2}" y="14">${escaped(right)}</text></g></svg>\n`;
}

const cut = (text: string): string =>
  [...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join('')}…` : text;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
