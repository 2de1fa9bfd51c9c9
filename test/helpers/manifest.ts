/** A manifest of an invented product that can be published. `lines` are put at its end. */
export function manifestOf(name: string, url: string, lines = ''): string {
  return `publiccodeYmlVersion: "0.5"
name: ${name}
url: ${url}
releaseDate: "2026-01-31"
softwareVersion: 1.2.3
developmentStatus: stable
softwareType: standalone/web
platforms:
  - web
categories:
  - document-management
description:
  en:
    shortDescription: Keeps the agendas of the council of a small town.
    longDescription: >
      ${name} keeps agendas, minutes and decisions together, sends them to the members of the council, and shows the
      public what was decided, in words that everybody understands and with the papers beside them.
    features:
      - Agendas
      - Minutes
legal:
  license: EUPL-1.2
maintenance:
  type: community
  contacts:
    - name: Invented Person
localisation:
  localisationReady: true
  availableLanguages:
    - en
${lines}`;
}
