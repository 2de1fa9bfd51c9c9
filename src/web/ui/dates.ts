import { type Lang, LOCALE, perLanguage } from '../locales/text.ts';

const formats = perLanguage((lang) => ({
  day: new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'long', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(LOCALE[lang], { month: 'long', year: 'numeric', timeZone: 'UTC' }),
}));

const PARTIAL = /^(\d{4})(-\d\d)?(-\d\d)?/;

/** A year, month or day in words, as exact as it came: `2020-01` is "January 2020". The time of day is left out. */
export function dateText(lang: Lang, date: string): string {
  const [, year, month, day] = PARTIAL.exec(date) ?? [];
  if (year === undefined) return date;
  if (month === undefined) return year;
  const at = Date.parse(`${year}${month}${day ?? '-01'}T00:00:00Z`);
  if (Number.isNaN(at)) return date;
  return day === undefined ? formats(lang).month.format(at) : formats(lang).day.format(at);
}
