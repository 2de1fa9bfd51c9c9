/** What kind of body a word in its name speaks of, as far as names are told apart by it. */
export type BodyClass =
  | 'municipality'
  | 'region'
  | 'province'
  | 'union'
  | 'ministry'
  | 'agency'
  | 'university'
  | 'school'
  | 'library'
  | 'health'
  | 'chamber'
  | 'association'
  | 'firm';

export interface KindWord {
  /** Folded words in a row. */
  words: string[];
  means: BodyClass;
  /** Where bodies are called so; empty where everywhere. */
  countries: readonly string[];
}

const NORDIC = ['DK', 'NO', 'GL', 'FO'];
const SWEDISH = ['SE', 'FI', 'AX'];
const DUTCH = ['NL', 'BE', 'SR'];
const GERMAN = ['DE', 'AT', 'CH', 'LI', 'LU', 'BE', 'IT'];
const FRENCH = ['FR', 'BE', 'CH', 'LU', 'CA', 'MC', 'IT'];
const ITALIAN = ['IT', 'CH', 'SM'];
const SPANISH = ['ES', 'AR', 'CL', 'CO', 'MX', 'PE', 'UY'];
const PORTUGUESE = ['PT', 'BR', 'AO', 'MZ'];

/** Words for kinds of bodies in Danish (and Norwegian), Swedish, Dutch, German, French, Italian, Spanish, Portuguese, English. */
const WORDS: readonly (readonly [BodyClass, readonly string[], string])[] = [
  ['municipality', NORDIC, 'kommune|kommunen|kom'],
  ['municipality', SWEDISH, 'kommun|kommunen|stad'],
  ['municipality', DUTCH, 'gemeente|stad|gemeentebestuur|stadsbestuur'],
  [
    'municipality',
    GERMAN,
    'stadt|gemeinde|gde|markt|marktgemeinde|stadtgemeinde|landeshauptstadt|hansestadt|einwohnergemeinde',
  ],
  [
    'municipality',
    GERMAN,
    'freie und hansestadt|universitatsstadt|kreisstadt|kreisfreie stadt|stadtverwaltung|gemeindeverwaltung',
  ],
  ['municipality', FRENCH, 'commune|ville|mairie|municipalite|administration communale'],
  ['municipality', ITALIAN, 'comune|citta'],
  ['municipality', SPANISH, 'ayuntamiento|municipio|concejo|ajuntament|concello|municipalidad'],
  ['municipality', PORTUGUESE, 'municipio|camara municipal|prefeitura|prefeitura municipal'],
  ['municipality', [], 'municipality|city|town|borough|city council|town council|borough council'],
  ['union', ITALIAN, 'unione dei comuni|unione comuni|comunita montana|citta metropolitana'],
  ['union', FRENCH, 'communaute de communes|communaute d agglomeration|communaute urbaine|agglomeration|metropole'],
  ['union', SPANISH, 'mancomunidad|comarca'],
  ['union', GERMAN, 'verbandsgemeinde|samtgemeinde|verwaltungsgemeinschaft|regionalverband|zweckverband'],
  ['province', GERMAN, 'landkreis|kreis|bezirk'],
  ['province', DUTCH, 'provincie'],
  ['province', FRENCH, 'departement|province|conseil departemental|prefecture'],
  ['province', ITALIAN, 'provincia|provincia autonoma|prov'],
  ['province', SPANISH, 'diputacion|diputacion provincial|provincia|diputacio'],
  ['province', SWEDISH, 'lan|lansstyrelsen'],
  ['province', [], 'county|county council|county municipality|fylkeskommune|province'],
  ['region', [...NORDIC, ...SWEDISH, ...FRENCH, ...GERMAN], 'region|reg|conseil regional'],
  ['region', ITALIAN, 'regione|regione autonoma'],
  ['region', SPANISH, 'comunidad autonoma|comunidad|junta|gobierno|generalitat|xunta'],
  ['region', PORTUGUESE, 'regiao|regiao autonoma'],
  ['region', GERMAN, 'land|bundesland|freistaat|kanton'],
  ['region', [], 'canton|regional council'],
  [
    'ministry',
    [],
    'ministry|ministerium|bundesministerium|ministere|ministero|ministerio|ministerie|ministeriet|departementet',
  ],
  ['agency', [], 'agency|styrelsen|agenzia|agence|agencia|agentur|agentschap|myndigheten'],
  ['university', [], 'university|universitet|universitetet|universitat|universite|universita|universita degli studi'],
  ['university', [], 'universidad|universidade|universiteit|univ|hochschule|hogskolan|hogeschool|politecnico|college'],
  [
    'school',
    [],
    'school|skole|skola|skolan|ecole|lycee|scuola|liceo|escuela|escola|schule|gymnasium|istituto comprensivo',
  ],
  ['library', [], 'library|bibliotek|biblioteket|bibliothek|bibliotheek|bibliotheque|biblioteca|bibliotekerne'],
  ['library', [], 'stadtbibliothek|stadsbibliotek|mediatheque'],
  ['health', [], 'hospital|sygehus|sjukhus|krankenhaus|klinikum|ziekenhuis|hopital|centre hospitalier|ospedale'],
  ['health', [], 'asl|azienda sanitaria locale|azienda ospedaliera|ats|asst|nhs trust'],
  ['chamber', [], 'chamber of commerce|camera di commercio|chambre de commerce|camara de comercio|handelskammer'],
  [
    'association',
    [],
    'association|forening|foreningen|verein|vereniging|associazione|asociacion|associacao|stiftung|fondazione',
  ],
];

/** Marks of firms, as the last word only. */
export const LEGAL_FORMS = new Set(
  'as aps is gmbh ag kg ug srl spa scarl sas sarl sa bv nv ab oy oyj ltd limited plc llc inc sl slu lda eg ev asbl vzw scrl'.split(
    ' ',
  ),
);

/** Longest first, so that `unione dei comuni` is not taken for less. */
export const KIND_WORDS: readonly KindWord[] = WORDS.flatMap(([means, countries, words]) =>
  words.split('|').map((word) => ({ words: word.split(' '), means, countries })),
).sort((a, b) => b.words.length - a.words.length);

/** Words that join a kind to a name or parts of a name, and are left out as often as not. */
export const JOINTS = new Set(
  'di del della dello dei degli delle dell d de du des da do dos das von van of af av the nel nella nell sul sulla sull'.split(
    ' ',
  ),
);

/** What people write short. Of places only those that everybody in their country writes so. */
export const SHORT_FORMS: Readonly<Record<string, string>> = {
  kbh: 'kobenhavn',
  cph: 'kobenhavn',
  frb: 'frederiksberg',
  sthlm: 'stockholm',
  gbg: 'goteborg',
  saint: 'st',
  sankt: 'st',
  sint: 'st',
  sainte: 'ste',
};
