/**
 * Small words that are frequent in a language. Norwegian is there so that it is not taken for Danish.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the and of is for with this that are from be by it as can which',
  da: 'og af på til med som ikke kan ved eller fra der har bliver også efter hvor',
  nb: 'og av på til med som ikke kan ved eller fra der har blir også etter hvor',
  sv: 'och att är för av på som med inte kan eller från den ett har också',
  nl: 'de het een van voor met dat zijn niet naar ook wordt bij deze kan',
  de: 'und der die das ist für mit von nicht werden eine den zur auf dem',
  fr: 'le les des et est pour une avec dans sur qui du aux cette ou',
  it: 'il di che per una con della delle gli sono nel dei è alla questo',
  es: 'el los que para una con del las por es se como este esta y',
  pt: 'o que para uma com do da os não em são dos ao pelo mais',
};

const SETS = Object.entries(WORDS).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));
const LEAST = 6;
/** Words that tell it from each other language, and how many times more of them than the other has of its own. */
const TELLING = 2;
const CLEARLY = 2;

/** The language of a text, by its small words; `null` where they leave it open. */
export function languageOf(text: string): string | null {
  const words =
    text
      .slice(0, 10_000)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const count = (mine: ReadonlySet<string>, other?: ReadonlySet<string>): number =>
    words.filter((word) => mine.has(word) && !other?.has(word)).length;
  const scores = SETS.map((one) => ({ ...one, score: count(one.words) }));
  const best = scores.reduce((most, one) => (one.score > most.score ? one : most));
  const told = SETS.every(({ language, words: other }) => {
    const own = count(best.words, other);
    return language === best.language || (own >= TELLING && own >= CLEARLY * count(other, best.words));
  });
  return best.score >= LEAST && told ? best.language : null;
}
