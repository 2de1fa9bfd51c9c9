import { type Body, BodyIndex } from '../../src/adopters/body-index.ts';
import { matchBody } from '../../src/adopters/match.ts';
import { fold } from '../../src/kernel/fold-text.ts';
import { Random } from './grow/random.ts';

/** A spelling of a body's name as a source might write it, and which body of the register it means, if any. */
export interface Spelling {
  how: string;
  name: string;
  /** Countries of the software whose manifest lists it. */
  countries: string[];
  /** `null`: a body that is not in the register, or only a part of one. */
  means: string | null;
  /** The body of the register that the name belongs to, also where only a department of it is meant. */
  about: string | null;
}

interface Land {
  country: string;
  syllables: string[];
  endings: string[];
  subdivisions: string[];
  official: (place: string, random: Random) => string;
  region: (place: string) => string;
  spellings: ((place: string) => string)[];
  departments: ((place: string) => string)[];
  university: (place: string) => string;
}

const words = (text: string): string[] => text.split(' ');
const genitive = (place: string): string => (/[sxz]$/.test(place) ? place : `${place}s`);

const LANDS: readonly Land[] = [
  {
    country: 'DK',
    syllables: words('År Hol Røn Sil Nor Vej Bog Skæl Fre Tøn Maa Græs Kol Ød Hjør Lem Thi Sø'),
    endings: words('borg bæk sted rup høj sund ing lev købing ø skov dal ders holm'),
    subdivisions: words('81 82 83 84 85'),
    official: (place, random) => (random.chance(0.15) ? `${genitive(place)} Kommune` : `${place} Kommune`),
    region: (place) => `Region ${place}`,
    spellings: [
      (p) => `${p} Kommune`,
      (p) => `${p} kommune`,
      (p) => `${genitive(p)} Kommune`,
      (p) => `Kommunen ${p}`,
      (p) => `${p} Kom.`,
    ],
    departments: [
      (p) => `${p} Kommune, Sundhed og Omsorg`,
      (p) => `ITK, ${p} Kommune`,
      (p) => `Teknik og Miljø, ${p} Kommune`,
    ],
    university: (p) => `${p} Universitet`,
  },
  {
    country: 'SE',
    syllables: words('Göt Väs Hel Jön Öre Sund Lin Mal Äng Kris Bor Nyk Tre Ås Vär Öst'),
    endings: words('borg köping stad sund hamn lund näs vik ås mo berga torp holm bro'),
    subdivisions: words('AB C D E F M O Z'),
    official: (place) => `${genitive(place)} kommun`,
    region: (place) => `Region ${place}`,
    spellings: [(p) => `${p} kommun`, (p) => `${genitive(p)} stad`, (p) => `${genitive(p)} Kommun`],
    departments: [
      (p) => `Socialförvaltningen, ${genitive(p)} kommun`,
      (p) => `${genitive(p)} kommun - Kultur och fritid`,
    ],
    university: (p) => `${p} universitet`,
  },
  {
    country: 'NL',
    syllables: words('Am Ut Zwol Ze Nij Hen Ap El Bre Lei Hoog Val Oss Wijk Tiel'),
    endings: words('dam drecht veen burg hoven ster lo wijk zaal den kerk horst meer'),
    subdivisions: words('NH ZH UT GE OV NB'),
    official: (place) => `Gemeente ${place}`,
    region: (place) => `Provincie ${place}`,
    spellings: [(p) => `gemeente ${p}`, (p) => `Gemeente ${p}`, (p) => `Stad ${p}`, (p) => `${p} (gemeente)`],
    departments: [(p) => `Gemeente ${p}, Afdeling Burgerzaken`, (p) => `Dienst ICT van de Gemeente ${p}`],
    university: (p) => `Universiteit ${p}`,
  },
  {
    country: 'FR',
    syllables: words('Mont Ver Cha Beau Saint-É Lu Gre Né Vil Or Bé Tou Châ La-Ro Neu'),
    endings: words('ville gny court sur-Mer mont ziers lon noble ranton vigny tier roux nay'),
    subdivisions: words('ARA BRE IDF NAQ OCC PAC'),
    official: (place) => place,
    region: (place) => `Région ${place}`,
    spellings: [
      (p) => `Ville de ${p}`,
      (p) => `Mairie de ${p}`,
      (p) => `Commune de ${p}`,
      (p) => `Municipalité de ${p}`,
    ],
    departments: [
      (p) => `Direction du numérique de la Ville de ${p}`,
      (p) => `Ville de ${p} - Bibliothèque municipale`,
    ],
    university: (p) => `Université de ${p}`,
  },
  {
    country: 'IT',
    syllables: words('Mon Cas Val Tre Ber Co Bre Reg Li Pa Ro San-Gi Vi Fa Mu'),
    endings: words('telli gamo vigno scia dona tova zzano vole renza no llì teferro gio'),
    subdivisions: words('BG BS MI LE RM TO CO'),
    official: (place) => `Comune di ${place}`,
    region: (place) => `Regione ${place}`,
    spellings: [
      (p) => `Comune di ${p}`,
      (p) => `COMUNE DI ${p.toUpperCase()}`,
      (p) => `Città di ${p}`,
      (p) => `${p}, Comune di`,
      (p) => `Il Comune di ${p}`,
    ],
    departments: [
      (p) => `Polizia Municipale di ${p}`,
      (p) => `Comune di ${p} - Settore Tributi`,
      (p) => `Biblioteca comunale di ${p}`,
    ],
    university: (p) => `Università degli Studi di ${p}`,
  },
  {
    country: 'DE',
    syllables: words('Mün Köl Göt Wies Bran Ober Lüne Hei Würz Nie Kö Stral Gro Schwä Öl'),
    endings: words('burg heim stadt hausen berg bach dorf furt ingen baden feld sund weiler'),
    subdivisions: words('BY NW NI HE BW SN'),
    official: (place, random) => (random.chance(0.6) ? `Stadt ${place}` : `Gemeinde ${place}`),
    region: (place) => `Landkreis ${place}`,
    spellings: [
      (p) => `Stadt ${p}`,
      (p) => `Stadtverwaltung ${p}`,
      (p) => `Gemeinde ${p}`,
      (p) => `Landeshauptstadt ${p}`,
    ],
    departments: [
      (p) => `Stadt ${p}, Amt für Digitalisierung`,
      (p) => `Stadtwerke ${p}`,
      (p) => `Stadtbibliothek ${p}`,
    ],
    university: (p) => `Universität ${p}`,
  },
];

interface MadeUp extends Body {
  place: string;
  land: Land;
}

/** A register of invented bodies in six countries; some places are in two countries, some twice in one. */
export function madeUpRegister(many: number, seed: number): MadeUp[] {
  const random = new Random(seed);
  const bodies: MadeUp[] = [];
  const taken = new Set<string>();
  for (let n = 0; bodies.length < many; n += 1) {
    const land = LANDS[n % LANDS.length] as Land;
    const place = placeIn(land, random);
    if (taken.has(`${land.country}${fold(place)}`)) continue;
    taken.add(`${land.country}${fold(place)}`);
    const add = (name: string, type: string, where: Land = land, subdivision?: string): void => {
      bodies.push({
        id: `organisation/b${bodies.length}`,
        ...{ place, land: where, type, country: where.country },
        names: [name, ...(random.chance(0.4) && type === 'municipality' && name !== place ? [place] : [])],
        subdivision: `${where.country}-${subdivision ?? random.pick(where.subdivisions)}`,
      });
    };
    add(land.official(place, random), 'municipality');
    if (random.chance(0.08)) add(land.region(place), 'region');
    if (random.chance(0.06)) add(land.university(place), 'education');
    const other = LANDS[(n + 1) % LANDS.length] as Land;
    if (random.chance(0.04) && !taken.has(`${other.country}${fold(place)}`)) {
      taken.add(`${other.country}${fold(place)}`);
      add(other.official(place, random), 'municipality', other);
    }
    // Two of one name in one country, told apart by where they lie.
    if (random.chance(0.02)) {
      const first = bodies.findLast(
        (body) => body.place === place && body.land === land && body.type === 'municipality',
      );
      const elsewhere = land.subdivisions.filter((one) => `${land.country}-${one}` !== first?.subdivision);
      add(first?.names[0] ?? place, 'municipality', land, random.pick(elsewhere));
    }
  }
  return bodies.slice(0, many);
}

const placeIn = ({ syllables, endings }: Land, random: Random): string => {
  const middle = random.chance(0.45) ? random.pick(endings).replace(/^sur-Mer$/, 'don') : '';
  const place = `${random.pick(syllables)}${middle}${random.pick(endings)}`.replace(/(\p{L})sur-Mer$/u, '$1-sur-Mer');
  return place.replace(/-(\p{Lu})(\p{L}?)-/gu, '-$1$2');
};

/** Spellings of bodies of the register, of parts of them, and of bodies that are not in it. */
export function madeUpSpellings(register: readonly MadeUp[], many: number, seed: number): Spelling[] {
  const random = new Random(seed);
  return Array.from({ length: many }, () => spelling(register, random));
}

function spelling(register: readonly MadeUp[], random: Random): Spelling {
  const body = random.pick(register);
  const { land } = body;
  const own = { countries: contextOf(land, random), means: body.id, about: body.id };
  const roll = random.next();
  if (roll < 0.1) {
    const name = random.pick(land.spellings)(absentPlace(register, land, random));
    return { ...own, how: 'not in the register', name, means: null, about: null };
  }
  const [how, name, part] = body.type === 'municipality' ? town(body, register, random, roll) : other(body, random);
  return { ...own, how, name, ...(part === 'part' ? { means: null } : {}) };
}

/** A place of which nothing is in the register. */
function absentPlace(register: readonly MadeUp[], land: Land, random: Random): string {
  const known = new Set(register.map((one) => fold(one.place)));
  let place = placeIn(land, random);
  while (known.has(fold(place))) place = placeIn(land, random);
  return place;
}

type Written = [how: string, name: string, part?: 'part'];

/** `roll` is from 0.1 to 1. */
function town(body: MadeUp, register: readonly MadeUp[], random: Random, roll: number): Written {
  const { land, place, names, subdivision = '' } = body;
  const official = names[0] ?? place;
  const called = register.filter((one) => one.country === body.country && fold(one.place) === fold(place));
  const twins = called.some((one) => one.id !== body.id && one.names[0] === official);
  if (roll < 0.2) return ['department', random.pick(land.departments)(place), 'part'];
  if (roll < 0.25) return ['typing error', mistyped(random.pick(land.spellings)(place), random)];
  // The bare name of a place that has several bodies means the town to most people, and nobody can be sure.
  if (roll < 0.3 && !twins) return [called.length > 1 ? 'bare name of several' : 'bare name', place];
  if (roll < 0.6 && twins)
    return ['two of one name', random.chance(0.5) ? `${official} (${subdivision.slice(3)})` : official];
  const [how, written] = random.pick(WRITTEN);
  return [how, written(random.pick([...land.spellings, () => official])(place), land)];
}

function other({ names, type, place, land }: MadeUp, random: Random): Written {
  const [how, written] = random.pick(WRITTEN);
  return [`${how} of a ${type}`, written(names[0] ?? place, land)];
}

const COUNTRY: Readonly<Record<string, string>> = {
  DK: 'Danmark',
  SE: 'Sverige',
  NL: 'Nederland',
  FR: 'France',
  IT: 'Italia',
  DE: 'Deutschland',
};

const WRITTEN: readonly [string, (name: string, land: Land) => string][] = [
  ['as it is', (name) => name],
  ['as it is', (name) => name],
  ['in capitals', (name) => name.toUpperCase()],
  ['in small letters', (name) => name.toLowerCase()],
  [
    'old spelling',
    (name) =>
      name
        .replace(/å/g, 'aa')
        .replace(/Å/g, 'Aa')
        .replace(/ö/g, 'oe')
        .replace(/Ö/g, 'Oe')
        .replace(/ø/g, 'oe')
        .replace(/Ø/g, 'Oe')
        .replace(/ä/g, 'ae')
        .replace(/ü/g, 'ue'),
  ],
  ['without accents', (name) => fold(name)],
  ['with its country', (name, land) => `${name}, ${COUNTRY[land.country]}`],
  ['with its country', (name, land) => `${name} (${COUNTRY[land.country]})`],
  ['with spaces', (name) => `  ${name.replaceAll(' ', '  ')} `],
];

/** Mostly software of the same country; sometimes of another, of two or of none. */
function contextOf(land: Land, random: Random): string[] {
  const roll = random.next();
  const other = random.pick(LANDS).country;
  if (roll < 0.86) return [land.country];
  if (roll < 0.91) return [other];
  if (roll < 0.96) return [...new Set([land.country, other])];
  return [];
}

/** Two letters of a word exchanged. */
function mistyped(name: string, random: Random): string {
  const at = random.between(1, Math.max(1, name.length - 3));
  return `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
}

/** What came of matching spellings by the register. */
export interface MatchFigures {
  automatic: number;
  right: number;
  wrong: Spelling[];
  /** Spellings whose body is in the register, and how many of them were matched. */
  inRegister: number;
  matched: number;
  /** Of those left to a person: how many have candidates, the right one among them, and the most candidates of one. */
  queued: number;
  offered: number;
  mostCandidates: number;
}

/** Matches each spelling and compares with what it means. */
export function measureMatching(register: readonly MadeUp[], spellings: readonly Spelling[]): MatchFigures {
  const index = new BodyIndex(register);
  const figures: MatchFigures = {
    ...{ automatic: 0, right: 0, wrong: [], inRegister: 0, matched: 0, queued: 0, offered: 0, mostCandidates: 0 },
  };
  for (const spelling of spellings) {
    const match = matchBody(index, spelling);
    if (spelling.means !== null) figures.inRegister += 1;
    if (match.is === 'matched') {
      figures.automatic += 1;
      if (match.body.id === spelling.means) figures.right += 1;
      else figures.wrong.push(spelling);
      if (spelling.means !== null) figures.matched += 1;
    } else if (match.is === 'unsure') {
      figures.queued += 1;
      figures.mostCandidates = Math.max(figures.mostCandidates, match.candidates.length);
      if (match.candidates.some(({ body }) => body.id === spelling.about)) figures.offered += 1;
    }
  }
  return figures;
}
