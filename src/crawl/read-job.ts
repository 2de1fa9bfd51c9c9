import { type Identified, identifyText } from '../licence/identify.ts';
import type { Template } from '../licence/template.ts';
import { type Draft, draft } from '../manifest/draft/draft.ts';
import { draftRecord } from '../manifest/draft/record.ts';
import type { Repository } from '../manifest/draft/repository.ts';
import type { Software } from '../schemas.gen.ts';

export interface ToRead {
  repository: Repository;
  /** Paths of licence files among its texts. */
  licences: string[];
  /** Whether a draft is wanted, too. */
  wanted: boolean;
}

export interface Drafted extends Pick<Draft, 'found' | 'left'> {
  record: Software;
}

export interface WasRead {
  /** Null where they could not be compared. */
  licences: ({ path: string } & Identified)[] | null;
  draft: Drafted | null;
}

/** Compares licence files with the SPDX texts and drafts a record: some ten milliseconds each. */
export function readJob({ repository, licences, wanted }: ToRead, texts: readonly Template[]): WasRead {
  const identified = licences.map((path) => ({ path, ...identifyText(repository.texts.get(path) ?? '', texts) }));
  if (!wanted) return { licences: identified, draft: null };
  const made = draft(repository, { licenceTexts: texts });
  const record = draftRecord(made);
  return { licences: identified, draft: record && { record, found: made.found, left: made.left } };
}
