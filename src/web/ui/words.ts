import { type Lang, LOCALE, optionalText, perLanguage } from '../locales/text.ts';

const regions = perLanguage((lang) => names(new Intl.DisplayNames(LOCALE[lang], { type: 'region', fallback: 'none' })));
const languages = perLanguage((lang) =>
  names(new Intl.DisplayNames(LOCALE[lang], { type: 'language', fallback: 'none' })),
);

/** The label of a value of a vocabulary (`status`, `body`, `state` …), or the value itself where it has none. */
export const word = (lang: Lang, group: string, value: string): string =>
  optionalText(lang, `value.${group}.${value}`) ?? value;

/** The name of a country by its ISO 3166-1 code. */
export const countryName = (lang: Lang, code: string): string => regions(lang)(code);

/** The name of a language by its BCP 47 tag. */
export const languageName = (lang: Lang, tag: string): string => languages(lang)(tag);

/** Asking Intl takes microseconds and throws on malformed codes; so each code is asked for once. */
function names(display: Intl.DisplayNames): (code: string) => string {
  const known = new Map<string, string>();
  return (code) => {
    let name = known.get(code);
    if (name === undefined) {
      name = safely(() => display.of(code)) ?? code;
      if (known.size < 2000) known.set(code, name);
    }
    return name;
  };
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
