import type { Observation, Software } from '../schemas.gen.ts';
import { evidenceOf } from './evidence.ts';
import { italianVitality, type Vitality } from './italian.ts';
import { observedParts } from './observed-parts.ts';
import { type Maintained, opencodeMaintenance } from './opencode.ts';
import type { Part } from './part.ts';
import { type Adopters, statedParts } from './stated-parts.ts';

export interface MaturityInput {
  software: Software;
  /** Of its repositories, its own first. */
  observations: readonly Observation[];
  /** Different suppliers, by name or reference. */
  suppliers: string[];
  adopters: Adopters;
  /** Today, `YYYY-MM-DD`. */
  day: string;
}

/** How a product is kept, side by side. Never one number. */
export interface Profile {
  parts: Part[];
  vitality: Vitality;
  maintained: Maintained;
  /** The repository by which the vitality and maintenance were worked out; null where none was seen. */
  repository: string | null;
  /** When it was read. */
  read: string | null;
  /** `observation`, or `record` where only the product's record tells of its repositories. */
  basis: 'observation' | 'record' | 'nothing';
}

/** The maturity profile by the published formulas (`formulas.ts`). Pure: the same inputs give the same profile. */
export function profileOf({ software, observations, suppliers, adopters, day }: MaturityInput): Profile {
  const evidence = evidenceOf(software, observations);
  const { main } = evidence;
  return {
    parts: [...observedParts(evidence), ...statedParts(software, evidence, suppliers, adopters, day)],
    vitality: italianVitality(main),
    maintained: opencodeMaintenance(main),
    repository: main?.repository ?? null,
    read: main?.read ?? null,
    basis: main === null ? 'nothing' : observations.includes(main) ? 'observation' : 'record',
  };
}
