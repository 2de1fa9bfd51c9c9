import { isSlug } from '../kernel/slug.ts';

/** The kinds of record, in the order in which lists and counts name them. */
export const KINDS = [
  'software',
  'organisation',
  'network',
  'framework',
  'adoption',
  'contribution',
  'assessment',
  'observation',
  'writers',
  'offer',
  'need',
  'story',
  'claim',
] as const;

export type Kind = (typeof KINDS)[number];

/** What a search finds. The others are found through what they belong to, and their ids are random. */
export const SEARCHED = ['software', 'organisation', 'network', 'framework'] as const satisfies readonly Kind[];

export const isSearched = (kind: Kind): boolean => (SEARCHED as readonly Kind[]).includes(kind);

/** A kind's word in addresses and in folders of a catalogue. */
export const PLURAL: Readonly<Record<Kind, string>> = {
  software: 'software',
  organisation: 'organisations',
  network: 'networks',
  framework: 'frameworks',
  adoption: 'adoptions',
  contribution: 'contributions',
  assessment: 'assessments',
  observation: 'observations',
  writers: 'writers',
  offer: 'offers',
  need: 'needs',
  story: 'stories',
  claim: 'claims',
};

/** Media type of a record of this kind as it is published and served (RFC 6838, vendor tree). */
export const MEDIA_TYPE: Readonly<Record<Kind, string>> = {
  software: 'application/vnd.alminding.software+json',
  organisation: 'application/vnd.alminding.organisation+json',
  network: 'application/vnd.alminding.network+json',
  framework: 'application/vnd.alminding.framework+json',
  adoption: 'application/vnd.alminding.adoption+json',
  contribution: 'application/vnd.alminding.contribution+json',
  assessment: 'application/vnd.alminding.assessment+json',
  observation: 'application/vnd.alminding.observation+json',
  writers: 'application/vnd.alminding.writers+json',
  offer: 'application/vnd.alminding.offer+json',
  need: 'application/vnd.alminding.need+json',
  story: 'application/vnd.alminding.story+json',
  claim: 'application/vnd.alminding.claim+json',
};

export const isKind = (word: unknown): word is Kind => (KINDS as readonly unknown[]).includes(word);

/** A reference taken apart. Without `origin` it means the origin of the record that holds it. */
export interface RecordRef {
  kind: Kind;
  slug: string;
  origin?: string;
}

/** The form of `common.schema.json#/$defs/ref`. */
const REF = /^([a-z]+)\/([a-z0-9._-]{1,100})(?:@([a-z0-9][a-z0-9.:/-]{0,252}))?$/;

/** `software/os2mo` or `network/os2@built-in` taken apart; `null` for what is no reference. */
export function parseRef(ref: string): RecordRef | null {
  const [, kind, slug = '', origin] = REF.exec(ref) ?? [];
  if (!isKind(kind) || !isSlug(slug)) return null;
  return origin === undefined ? { kind, slug } : { kind, slug, origin };
}

/** Whether a record of this kind may name this as its id: `kind/slug`, without an origin. */
export function isIdOf(kind: Kind, id: unknown): boolean {
  const ref = typeof id === 'string' ? parseRef(id) : null;
  return ref?.kind === kind && ref.origin === undefined;
}
