import type { Problem } from '../kernel/errors.ts';
import { manifestKey } from '../kernel/repository-url.ts';
import type { Kind } from '../records/kinds.ts';
import type { Adoption, Assessment, Contribution, Organisation, Software, Writers } from '../schemas.gen.ts';
import type { EndsIn } from '../store/port.ts';
import { forgeKey } from './forge.ts';
import { saidKeys } from './said-items.ts';
import type { Provenance } from './types.ts';

/**
 * Rank of a source: a manifest in its repository, an account of the owner, a catalogue folder, an import, a draft of the
 * catalogue itself; last what says only where the entry is handed over. Lower wins.
 */
export const RANK = { manifest: 1, account: 2, folder: 3, import: 4, draft: 5, 'hand-over': 6 } as const;
export type RankName = keyof typeof RANK;

export const rankName = (rank: number): RankName =>
  (Object.keys(RANK) as RankName[]).find((name) => RANK[name] === rank) ?? 'import';

/** Key of the source that holds what was said about handing an entry over. */
export const HAND_OVER = 'hand-over';

/** A submission after reading: what `decide` works on. */
export interface Judged {
  origin: number;
  originName: string;
  kind: Kind;
  /** Explicit id. */
  slug: string | undefined;
  record: Software | Organisation | Adoption | object;
  /** The same as JSON. */
  json: string;
  /** Where the bytes end as that does. */
  recordIn?: EndsIn | undefined;
  contacts: object[];
  problems: Problem[];
  bytes: Uint8Array;
  mediaType: string;
  digest: string;
  rank: number;
  sourceKey: string;
  provenance: Provenance;
  /** Identity keys in the order in which an entry is looked for. */
  keys: string[];
  /** Keys under which the entry is found from now on. */
  register: string[];
  /** Rows of the list of what must not come back against which it was held. */
  suppressed?: number;
}

export function rankOf(provenance: Provenance, isManifest: boolean): number {
  if (provenance.by === 'crawl' || provenance.by === 'run') return RANK.manifest;
  if (provenance.by === 'draft') return RANK.draft;
  if (provenance.by === 'push') return isManifest ? RANK.manifest : RANK.account;
  if (provenance.by === 'hand-over') return provenance.entry === null ? RANK['hand-over'] : RANK.import;
  return provenance.by === 'folder' ? RANK.folder : RANK.import;
}

/** What makes a source the same one next time: of each only the newest bytes are kept. */
export function sourceKeyOf(provenance: Provenance, keys: string[], isManifest: boolean): string {
  // A crawl may know the repository by its number, a push of the same manifest does not.
  const key = keys.find((each) => !each.startsWith('forge:')) ?? keys[0];
  const itself = provenance.by === 'push' || provenance.by === 'crawl' || provenance.by === 'run';
  if (isManifest && itself) return `manifest:${key}`;
  if (provenance.by === 'draft') return `draft:${provenance.draft}`;
  if (provenance.by === 'hand-over') return HAND_OVER;
  if (provenance.by === 'push') return 'account';
  if (provenance.by === 'crawl' || provenance.by === 'run') return `manifest:${provenance.url}#${provenance.path}`;
  if (provenance.by === 'import') return isManifest ? `import:${key}` : 'import';
  return `folder:${provenance.file}`;
}

/**
 * The keys of a record's identity, never its name: the number of the repository at its forge, own repository with path, then
 * its further addresses; identifiers of an organisation; body and software of an adoption or contribution; subject, framework, act, assessor
 * and date of an assessment; the repository of an observation. A record without any is known by its very bytes.
 */
export function identityKeys(
  kind: Kind,
  record: object,
  digest: string,
  provenance: Provenance,
): { keys: string[]; register: string[] } {
  const forge = kind === 'software' ? forgeKey(provenance) : null;
  const own = (forge === null ? [] : [forge]).concat(ownKeys(kind, record));
  const further = kind === 'software' ? aliasKeys(record as Software) : [];
  if (own.length === 0) return { keys: [`bytes:${digest}`], register: [`bytes:${digest}`] };
  const keys = own.flatMap((key) => (key.startsWith('repo:') ? [key, key.replace('repo:', 'alias:')] : [key]));
  return { keys, register: own.concat(further) };
}

const ownKeys = (kind: Kind, record: object): string[] => OWN_KEYS[kind]?.(record as never) ?? [];

/** What a record of this kind is known by, where it is known by anything of its own. */
const OWN_KEYS: { [K in Kind]?: (record: never) => string[] } = {
  software: ({ url, path }: Software) => {
    const key = url === undefined ? null : manifestKey(url, path);
    return key === null ? [] : [`repo:${key}`];
  },
  organisation: ({ identifiers = [] }: Organisation) => identifiers.map(({ scheme, value }) => `id:${scheme}:${value}`),
  adoption: (a: Adoption) => [`adoption:${bodyKey(a)}|${a.software ?? a.softwareName ?? ''}`],
  contribution: (c: Contribution) => [`contribution:${bodyKey(c)}|${c.software ?? c.network ?? ''}`],
  assessment: assessmentKeys,
  observation: (record: object) => saidKeys('observation', record) ?? [],
  offer: (record: object) => saidKeys('offer', record) ?? [],
  need: (record: object) => saidKeys('need', record) ?? [],
  story: (record: object) => saidKeys('story', record) ?? [],
  claim: (record: object) => saidKeys('claim', record) ?? [],
  writers: ({ of }: Writers) => [`writers:${of}`],
};

/** Bodies of the same name in two countries are two. */
const bodyKey = ({ organisation, organisationName, country = '' }: Adoption | Contribution): string =>
  organisation ?? `${organisationName}@${country}`;

/** One act: what was assessed, by which framework, by whom, how and when. Of undated ones only lists stay the same. */
function assessmentKeys({ subject, framework, type, date, assessor }: Assessment): string[] {
  if (date === undefined && type !== 'listed') return [];
  const by = assessor?.organisation ?? assessor?.name ?? '';
  return [`assessment:${subject}|${framework}|${type}|${by}|${date ?? ''}`];
}

const aliasKeys = ({ urlAliases = [] }: Software): string[] =>
  urlAliases.flatMap((url) => {
    const key = manifestKey(url);
    return key === null ? [] : [`alias:${key}`];
  });
