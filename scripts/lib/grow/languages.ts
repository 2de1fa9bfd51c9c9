/** What invented texts in a language are made of. */
export interface Language {
  /** The words that hold sentences together, the commonest first. */
  glue: readonly string[];
  /** Words of public administration and its software. */
  domain: readonly string[];
  /** Invented words are made of these. */
  syllables: readonly string[];
  endings: readonly string[];
  /** A body in this country, with `*` for an invented place. */
  bodies: readonly string[];
  country: string;
}

export const LANGUAGE_NAMES = ['it', 'en', 'da', 'fr', 'de', 'nl'] as const;
export type LanguageName = (typeof LANGUAGE_NAMES)[number];

const words = (text: string): string[] => text.trim().split(/\s+/);

export const LANGUAGES: Readonly<Record<LanguageName, Language>> = {
  it: {
    glue: words(`di e la il che per un in con i del le della si gli una da sono al è dei delle anche come nel più o alla
      tra questo ogni può tutti su essere loro senza`),
    domain: words(`comune cittadini servizi gestione documenti sistema dati pratiche ente portale pubblica utenti modulo
      amministrazione procedimento protocollo pagamento anagrafe delibere bilancio scuola sportello online richiesta
      consultazione territorio mappa catasto turismo biblioteca prenotazione fattura firma archivio modulistica edilizia
      tributi ambiente sanità concorso albo pretorio segnalazione raccolta statistica`),
    syllables: words('ca ra lo ti ne ma vi so re do pa lu zi fa bo gra ste pro mi ta le ri no co se'),
    endings: words('zione mento ità ale are ivo enza ura aggio ore'),
    bodies: ['Comune di *', 'Provincia di *', 'Unione dei Comuni *', 'ASL *', 'Università di *'],
    country: 'IT',
  },
  en: {
    glue: words(`the of and to a in is for with that can be it as by are on or from this which an all their its at has
      used each when not other into more through any between`),
    domain:
      words(`municipality citizens service management documents system data case portal public users module council
      administration workflow register payment population decisions budget school desk online request consultation map
      cadastre tourism library booking invoice signature archive forms planning taxes environment health meeting agenda
      report roles identity integration open standard interface dashboard sensor permit housing waste`),
    syllables: words('ar ten mo rin sel der ca vo pli ster con ba ler fi den tro wa min ple gro ha ty ser lan dis'),
    endings: words('tion ment ing er al ity able ure ance or'),
    bodies: ['City of *', '* Council', 'County of *', 'University of *', '* Regional Authority'],
    country: 'IE',
  },
  da: {
    glue: words(`og i at en til af for med er på det som der den kan de fra om har et ikke ved eller sig så alle også
      mellem bliver deres når hvor efter uden`),
    domain:
      words(`kommune borgere løsning sagsbehandling dokumenter system data sager portal offentlig brugere modul råd
      forvaltning arbejdsgang register betaling folkeregister beslutning budget skole borgerservice selvbetjening
      ansøgning høring kort ejendom turisme bibliotek booking faktura signatur arkiv blanketter byggetilladelser skat
      miljø sundhed møder dagsorden rapport roller rettigheder integration åben standard grænseflade overblik måler affald`),
    syllables: words('bel ver ger fol sty mål råd be sko læ søg an for ud ind kø lig bor da ret stø vej hån dæk sam'),
    endings: words('ning else hed ing er ende skab lig ering ler'),
    bodies: ['* Kommune', 'Region *', '* Bibliotek', 'Beredskab *', '* Forsyning'],
    country: 'DK',
  },
  fr: {
    glue: words(`de la le et les des en un du une pour que dans est par sur avec au qui à aux il ce ou plus sont peut
      cette leurs chaque sans entre être tous`),
    domain:
      words(`commune citoyens service gestion documents système données dossier portail public agents module conseil
      administration procédure registre paiement population délibérations budget école guichet demande consultation
      carte cadastre tourisme bibliothèque réservation facture signature archives formulaires urbanisme taxes
      environnement santé réunion séance rapport rôles identité intégration ouvert norme interface tableau capteur permis`),
    syllables: words('cou ré mo ti lan pré che va dé li sou ma per gé fou bri cha nou ver pla sé ter blo rai quê'),
    endings: words('tion ment age ité eur ique able ance ure erie'),
    bodies: ['Ville de *', 'Commune de *', 'Département de *', 'Métropole de *', 'Université de *'],
    country: 'FR',
  },
  de: {
    glue: words(`und die der in zu den das für mit von ist auf des ein eine werden sich im als auch dem nicht an oder es
      aus kann bei nach alle zur über durch ohne`),
    domain: words(`Gemeinde Bürger Dienst Verwaltung Dokumente System Daten Vorgang Portal öffentlich Nutzer Modul Rat
      Verfahren Register Zahlung Einwohner Beschluss Haushalt Schule Schalter Antrag Beteiligung Karte Kataster Tourismus
      Bibliothek Buchung Rechnung Signatur Archiv Formulare Bauantrag Steuern Umwelt Gesundheit Sitzung Tagesordnung
      Bericht Rollen Identität Anbindung offen Standard Schnittstelle Übersicht Sensor Genehmigung Fachverfahren Akte`),
    syllables: words('ver ge be lich auf stel mög schaf rech ord kan hand füh nutz bau leit fal grün tei kehr zeu'),
    endings: words('ung heit keit lich er en schaft bar nis isch'),
    bodies: ['Stadt *', 'Gemeinde *', 'Landkreis *', 'Zweckverband *', 'Hochschule *'],
    country: 'DE',
  },
  nl: {
    glue: words(`de het van en een in te voor met is dat op zijn die aan worden of er om als kan door uit ook bij naar
      niet wordt alle tussen deze elke zonder`),
    domain: words(`gemeente burgers dienst beheer documenten systeem gegevens zaken portaal openbaar gebruikers module
      raad bestuur werkproces register betaling bevolking besluiten begroting school loket aanvraag inspraak kaart
      kadaster toerisme bibliotheek reservering factuur ondertekening archief formulieren vergunning belasting milieu
      zorg vergadering agenda verslag rollen identiteit koppeling open standaard overzicht sensor zaaksysteem afval`),
    syllables: words('ver be ge zaak stel raad beg maak lei on der groot vel wer den bouw kan loop ste vra nij hou'),
    endings: words('ing heid lijk er en schap baar atie te isch'),
    bodies: ['Gemeente *', 'Provincie *', 'Waterschap *', 'Veiligheidsregio *', 'Omgevingsdienst *'],
    country: 'NL',
  },
};
