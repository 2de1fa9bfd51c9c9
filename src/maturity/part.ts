/** What is known of one side of a product. Strong, fair and weak are of our own formula. */
export const STANDINGS = ['strong', 'fair', 'weak', 'not-known', 'does-not-apply'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The sides of a product, in the order in which they are told. */
export const PARTS = [
  'activity',
  'releases',
  'versions',
  'contributors',
  'age',
  'answers',
  'status',
  'documentation',
  'localisation',
  'accessibility',
  'maintenance',
  'suppliers',
  'adopters',
] as const;
export type PartId = (typeof PARTS)[number];

/** One side: where it stands, why, and from which inputs. Texts are made of `reason` and `inputs` by whoever shows it. */
export interface Part {
  id: PartId;
  standing: Standing;
  /** A word for the sentence that explains it, of this part. */
  reason: string;
  /** Numbers and texts that went in; dates as `YYYY-MM-DD` or coarser. */
  inputs: Record<string, number | string>;
  /** When the inputs were read, where they were observed. */
  asOf: string | null;
}

export const part = (
  id: PartId,
  standing: Standing,
  reason: string,
  inputs: Part['inputs'] = {},
  asOf: string | null = null,
): Part => ({ id, standing, reason, inputs, asOf });

/** Large is good: at least `strong`, at least `fair`, less. */
export const atLeast = (value: number, { strong, fair }: { strong: number; fair: number }): Standing =>
  value >= strong ? 'strong' : value >= fair ? 'fair' : 'weak';

/** Small is good: at most `strong`, at most `fair`, more. */
export const atMost = (value: number, { strong, fair }: { strong: number; fair: number }): Standing =>
  value <= strong ? 'strong' : value <= fair ? 'fair' : 'weak';
