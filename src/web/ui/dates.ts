import { FIRST_DAY, type Lang, LOCALE, perLanguage } from '../locales/text.ts';

const formats = perLanguage((lang) => ({
  day: new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'long', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(LOCALE[lang], { month: 'long', year: 'numeric', timeZone: 'UTC' }),
}));

const relative = perLanguage((lang) => new Intl.RelativeTimeFormat(LOCALE[lang], { numeric: 'auto' }));
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How long ago a time was, "3 hours ago", as coarse as one says it; `ms` may lie a little ahead of other clocks. */
export function agoText(lang: Lang, ms: number): string {
  const [unit, length] = STEPS.find(([, step]) => ms >= step) ?? STEPS[3];
  return relative(lang).format(-Math.max(0, Math.floor(ms / length)), unit);
}

const PARTIAL = /^(\d{4})(-\d\d)?(-\d\d)?/;

/** A year, month or day in words, as exact as it came: `2020-01` is "January 2020". The time of day is left out. */
export function dateText(lang: Lang, date: string): string {
  const [, year, month, day] = PARTIAL.exec(date) ?? [];
  if (year === undefined) return date;
  if (month === undefined) return year;
  const at = Date.parse(`${year}${month}${day ?? '-01'}T00:00:00Z`);
  if (Number.isNaN(at)) return date;
  return day === undefined ? formats(lang).month.format(at) : dayText(lang, at);
}

function dayText(lang: Lang, at: number): string {
  const parts = formats(lang).day.formatToParts(at);
  return parts.map(({ type, value }) => (type === 'day' && value === '1' ? FIRST_DAY[lang] : value)).join('');
}
