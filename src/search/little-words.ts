import { fold } from '../kernel/fold-text.ts';
import { STEMMED, type Stemmed } from './stems.ts';

/**
 * Words that a query may have and a record need not: articles, prepositions and the like, in their folded spelling. Own
 * words: the most frequent ones that tell nothing about what is looked for.
 */
const LITTLE: Record<Stemmed, string> = {
  en: 'a an and the of for to in on with by or from at as is are be it that this how do i we our my your what which',
  da: `og i at en et til af for med er pa det som der den de om fra har ikke ved eller sig hvordan vi vores hvilke`,
  sv: `och att ett pa av ar som den det i till for med om fran har inte vid eller hur vi vara`,
  nl: `de het een en van voor met is dat op zijn die aan te of er om als door uit bij naar niet hoe wij onze`,
  de: `der die das und in den dem des ein eine einer eines fur mit von ist auf im am zu zur zum nicht oder wie wir unsere
    aus bei`,
  fr: `le la les l de des du d un une et en pour que qui dans est par sur avec au aux ou comment nous notre nos`,
  it: `il lo la i gli le un uno una di del della dei delle degli dell e in per che con da dal dalla su sul o come nostro
    nostra`,
  es: `el la los las un una unos unas y de del en para que con por al o como nuestro nuestra su`,
  pt: `o os as um uma e de do da dos das em no na nos nas para que com por ao ou como nosso nossa`,
};

/** What a sentence has besides: who asks, that something is wanted, and bodies that everything here is for. */
const FILLING: Record<Stemmed, string> = {
  en: `see never always keep keeps away where who when why can could will would should may must want wants need needs like looking find search show get gets
    have has had us me you they them their he she its there here about into out up down all any some every each other than
    then so if not no s t re ve don does doing make makes let lets help helps something someone somebody everyone people
    person thing things way ways place using use used new good best one two many much more very still just also only own
    municipality municipalities municipal public body bodies authority authorities government local please`,
  da: `hvor hvem hvad hvornar hvorfor kan kunne vil ville skal skulle ma mangler onsker soger lede leder finde find vise fa far
    have havde os mig jeg du man han hun de dem deres sin sit sine her der nar ind ud op ned alle alt noget nogen nogle hver
    andre end sa hvis ingen ikke var bliver blive gor gore lave laver hjaelp hjaelper folk ting made bruge bruger brugt ny nyt nye
    god en to mange meget mere stadig kun ogsa egen eget sammen hos mod efter over under mellem kommune kommunen kommuner
    kommunens offentlig offentlige myndighed myndigheder styr holde mine mit mig er dette
    denne disse vaeret blevet sidste naeste`,
  sv: `var vem vad nar varfor kan kunde vill ska skulle maste behover soker hitta hittar se ser visa fa far ha hade oss mig jag du man
    de dem deras sin sitt sina har dar in ut upp ner alla allt nagot nagon nagra varje andra an sa ingen blir bli gor gora hjalp
    folk sak saker satt anvanda anvander ny nytt nya bra manga mycket mer bara ocksa egen eget vart kommun kommunen kommuner
    kommunens offentlig myndighet myndigheter mot efter over under mellan vilken vilket vilka soka mina min mitt er denna detta dessa varit blivit`,
  nl: `waar wie wat wanneer waarom kan kunnen wil willen zal zou moet moeten nodig zoek zoeken vinden zien ziet tot welk welke tonen krijgen heb heeft
    hebben ons mij ik je jij u men hij zij ze hun haar hier daar in uit op alle alles iets iemand elke andere dan zo geen niet
    wordt worden doen maken hulp mensen ding manier gebruiken gebruikt nieuw goed veel meer nog ook eigen gemeente gemeenten
    gemeentelijk gemeentelijke openbaar overheid over onder tussen tegen na mijn ben bent zijn deze dit waren geweest vraag`,
  de: `wo wer was wann warum kann konnen will wollen soll sollen muss mussen brauchen brauche suche suchen finden sehen zeigen bekommen
    habe hat haben uns mich mir ich du man er sie es ihr ihre ihren sein seine hier dort da alle alles etwas jemand jede jeder
    andere als so kein keine nicht wird werden machen tun hilfe leute ding art benutzen nutzen neu gut viel viele mehr noch auch
    eigene sich uber unter zwischen gegen nach vor durch gemeinde gemeinden kommune kommunen offentlich offentliche behorde
    behorden verwaltung einem einen welche welcher welchem welchen mein meine meinen meiner meinem bist sind war braucht ohne`,
  fr: `ou quoi quand pourquoi peut peuvent pouvoir veut veux voulons vouloir doit doivent devoir faut cherche cherchons trouver
    voir montrer avoir a ont avons je tu il elle on ils elles nous vous moi me se sa son ses leur leurs mon ma mes ici la tout tous toute
    toutes quelque chose quelqu chaque autre autres plus moins si ne pas aucun etre faire fait aide gens personne maniere utiliser
    nouveau nouvelle bon bien beaucoup encore aussi propre ce cet cette ces quel quelle quels quelles sans sous entre vers apres
    dois doit ete suis sommes est sont notre commune communes communal communale public publics publique publiques administration autorite s n c j qu y`,
  it: `dove chi cosa quando perche puo possono potere vuole voglio vogliamo deve devono dovere bisogno cerco cercare trovare
    vedere mostrare avere ha hanno abbiamo io tu lui lei noi voi loro mi ti si ci vi suo sua suoi sue mio mia qui tutto tutti tutte
    qualcosa qualcuno ogni altro altri piu meno se non nessun essere fare fa aiuto gente persona modo usare nuovo nuova buono bene
    molto ancora anche proprio questo questa questi queste quale quali senza sotto tra fra verso dopo alla alle agli ai al allo nel
    nella nei nelle devo devi ho hai sono sia stato mie miei comune comuni comunale pubblico pubblica pubblici ente enti amministrazione`,
  es: `donde quien que cuando cual cuales puede pueden poder quiere quiero queremos debe deben necesito necesitamos busco buscar
    encontrar ver mostrar tener tiene tienen yo tu el ella nosotros ellos me te se nos le les lo mi mis sus aqui todo todos toda todas
    algo alguien cada otro otros mas menos si no ningun ser hacer hace ayuda gente persona manera usar nuevo nueva bueno bien mucho
    aun tambien propio este esta estos estas tengo debo he ha han estoy sido sin sobre entre hacia despues desde a nos van municipio municipios municipal publico
    publica publicos administracion`,
  pt: `onde quem quando qual quais pode podem poder quer quero queremos deve devem preciso precisamos procuro procurar encontrar
    ver mostrar ter tem temos eu tu ele ela nos eles me te se lhe meu minha seu sua seus suas aqui tudo todos toda todas algo alguem
    cada outro outros mais menos nao nenhum ser fazer faz ajuda gente pessoa maneira usar novo nova bom bem muito ainda tambem
    proprio este esta estes estas devo estou foi sido minhas meus sem sobre entre depois desde a municipio municipios municipal publico publica publicos
    administracao`,
};

/** Words for software itself: everything in a catalogue of software is one. */
const GENERIC = `
  software system systems program programme programs app apps application applications tool tools platform solution solutions
  open source opensource free digital online
  systemer losning losninger vaerktoj vaerktojer platforme programmer it
  losningar verktyg plattform plattformar programvara mjukvara
  systeem systemen oplossing programma programmatuur hulpmiddel toepassing
  systeme losung losungen werkzeug plattformen anwendung fachverfahren
  logiciel logiciels systeme outil outils plateforme solution application libre
  sistema sistemi programma strumento strumenti piattaforma soluzione soluzioni applicativo gestionale
  sistemas programa herramienta plataforma solucion aplicacion
  programas ferramenta solucao aplicacao
`;

const listOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const optional = new Set([...Object.values(LITTLE), GENERIC].flatMap(listOf));
const filling = new Set([...Object.values(LITTLE), ...Object.values(FILLING)].flatMap(listOf));
const byLanguage = new Map(
  STEMMED.map((lang) => [lang, new Set([...listOf(LITTLE[lang]), ...listOf(FILLING[lang])])] as const),
);

/** A word that a record need not have: a little one, or one for software itself. */
export const isOptional = (word: string): boolean => optional.has(fold(word));

/** Of those that are a word of another language some fill sentences of one language only: `ich bin`, and a bin. */
const FILLING_IN: Readonly<Record<string, ReadonlySet<string>>> = { de: new Set(['bin']) };

/**
 * A little word, or one that a sentence has besides what it is about, for a reader of this language. In a name or between two
 * words it may be what is meant.
 */
export function isFilling(word: string, lang = ''): boolean {
  const folded = fold(word);
  return filling.has(folded) || FILLING_IN[lang]?.has(folded) === true;
}

/** Shortest word for software that is taken off the end of a compound, and shortest that may be left. */
const TAIL = 4;
const tails = new Set(listOf(GENERIC).filter((word) => word.length >= TAIL));

/** What a compound says besides that it is software: `bibliotek` of `bibliotekssystem`, with and without what binds the parts. */
export function besidesSoftware(word: string): string[] {
  const folded = fold(word);
  for (let at = TAIL; at <= folded.length - TAIL; at += 1) {
    if (!tails.has(folded.slice(at))) continue;
    const rest = folded.slice(0, at);
    return rest.length > TAIL && /[sne]$/.test(rest) ? [rest, rest.slice(0, -1)] : [rest];
  }
  return [];
}

/** How many of these words are little ones of a language: which one it is written in. */
export function littleWordsIn(words: readonly string[], lang: Stemmed): number {
  const own = byLanguage.get(lang);
  return words.reduce((sum, word) => sum + (own?.has(fold(word)) === true ? 1 : 0), 0);
}
