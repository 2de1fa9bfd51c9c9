/** A manifest of an invented product with every key that is not out of date. */
export const FULL = `publiccodeYmlVersion: "0"
name: Sluseplan
applicationSuite: Havnepakken
url: https://code.example.org/havn/sluseplan.git
landingURL: https://havn.example.org/sluseplan
isBasedOn:
  - https://code.example.org/andre/slusebog
softwareVersion: 1.10
releaseDate: 2026-02-28
logo: img/logo.svg
organisation:
  name: Havneby Kommune
  uri: https://havneby.example.org/
platforms:
  - web
  - linux
categories:
  - resource-management
  - event-management
usedBy:
  - Havneby Kommune
  - Comune di Portobello
fundedBy:
  - name: Region Kyst
    uri: https://kyst.example.org/
roadmap: https://havn.example.org/plan
developmentStatus: stable
softwareType: standalone/web
supports:
  - id: alias:gdpr
  - id: urn:example:lock
intendedAudience:
  scope:
    - local-authorities
  countries:
    - DK
    - NO
  unsupportedCountries:
    - FR
description:
  en:
    localisedName: Lock planner
    shortDescription: Plans the passages through the locks of a small harbour.
    longDescription: |
      Harbour masters see who wants to pass and when, and boats see when it is their turn. Tides, works and holidays are
      taken into account, and the log that the law asks for writes itself as the gates move.
    features:
      - Timetable
      - Tide tables
    documentation: https://havn.example.org/docs
    apiDocumentation: https://havn.example.org/api
    screenshots:
      - img/one.png
      - https://havn.example.org/two.png
    videos:
      - https://www.youtube.com/watch?v=sluse
    awards:
      - Golden Gate 2025
  da:
    shortDescription: Planlægger gennemsejling i slusen.
    longDescription: >-
      Havnefogeden ser hvem der vil igennem og hvornår, og bådene ser hvornår det er deres tur. Der tages hensyn til
      tidevand, arbejder og helligdage, og den log, som loven kræver, skriver sig selv, mens portene bevæger sig.
    features:
      - Køreplan
legal:
  license: EUPL-1.2 OR MIT
  mainCopyrightOwner: Havneby Kommune
maintenance:
  type: contract
  contractors:
    - name: Slusesystemer ApS
      until: 2027-12-31
      email: kontor@slusesystemer.example
      website: https://slusesystemer.example/
  contacts:
    - name: Opdigtet Personsen
      email: op@havneby.example
      phone: "+45 99 88 77 66"
      affiliation: Havneby Kommune
localisation:
  localisationReady: true
  availableLanguages:
    - en
    - da
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: 14
      versionMax: "17"
      optional: false
  proprietary:
    - name: Tidevandstjenesten
      version: 3
  hardware:
    - name: Card reader
      optional: true
`;

/** The manifest with one piece of text replaced. Fails where the piece is not there. */
export function withChange(from: string | RegExp, to: string): string {
  const changed = FULL.replace(from, to);
  if (changed === FULL) throw new Error(`nothing to replace: ${from}`);
  return changed;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
