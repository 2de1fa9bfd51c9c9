import { fold } from '../kernel/fold-text.ts';

/** Countries that a name may add to itself, in the languages of the catalogue. Two letters are left: BG is also Bergamo. */
const CODES =
  'AD AL AR AT AU AX BA BE BG BR CA CH CL CO CY CZ DE DK EE ES FI FO FR GB GL GR HR HU IE IN IS IT LI LT LU LV MC MD ME MK MT MX NL NO NZ PE PL PT RO RS SE SI SK SM TR UA US UY'.split(
    ' ',
  );
const LANGUAGES = ['da', 'nb', 'sv', 'nl', 'de', 'fr', 'it', 'es', 'pt', 'en'];

let names: Map<string, string> | null = null;

/** ISO 3166-1 code of a country by its folded name in one of ten languages, or `null`. */
export function countryNamed(folded: string): string | null {
  names ??= new Map(
    LANGUAGES.flatMap((language) => {
      const display = new Intl.DisplayNames(language, { type: 'region' });
      return CODES.map((code): [string, string] => [fold(display.of(code) ?? code), code]);
    }),
  );
  return names.get(folded) ?? null;
}
