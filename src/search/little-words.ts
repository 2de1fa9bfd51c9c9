import { fold } from '../kernel/fold-text.ts';

/**
 * Words that a query may have and a record need not: articles, prepositions and the like of nine languages, in their folded
 * spelling. Own words: the most frequent ones that tell nothing about what is looked for.
 */
const LITTLE = `
  a an and the of for to in on with by or from at as is are be it that this how do i we our my your what which
  og i at en et til af for med er pa det som der den de om fra har ikke ved eller sig hvordan vi vores hvilke
  och att ett pa av ar som den det i till for med om fran har inte vid eller hur vi vara
  de het een en van voor met is dat op zijn die aan te of er om als door uit bij naar niet hoe wij onze
  der die das und in den dem des ein eine einer eines fur mit von ist auf im am zu zur zum nicht oder wie wir unsere aus bei
  le la les l de des du d un une et en pour que qui dans est par sur avec au aux ou comment nous notre nos
  il lo la i gli le un uno una di del della dei delle degli dell e in per che con da dal dalla su sul o come nostro nostra
  el los las un una unos unas y de del en para que con por al o como nuestro nuestra su
  o os as um uma e de do da dos das em no na nos nas para que com por ao ou como nosso nossa
`;

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

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));
const little = setOf(LITTLE);
const generic = setOf(GENERIC);

/** A word that a record need not have: a little one, or one for software itself. */
export const isOptional = (word: string): boolean => {
  const folded = fold(word);
  return little.has(folded) || generic.has(folded);
};
