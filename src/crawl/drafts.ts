import { type Clock, toRfc3339 } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Registry } from '../registry/types.ts';
import type { DraftAnswer } from '../schemas.gen.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { DraftRow, DraftState } from '../store/draft-port.ts';
import type { Store } from '../store/port.ts';
import type { Drafted } from './read-job.ts';

export interface DraftsDeps {
  store: Pick<Store, 'putDraft' | 'getDraft' | 'listDrafts' | 'settleDraft'>;
  registry: Pick<Registry, 'publish' | 'hide'>;
  clock: Clock;
}

/** What a person does with records that were drafted of repositories without a manifest. */
export interface DraftDesk {
  list(state: DraftState | null): Promise<DraftAnswer[]>;
  /** Throws `not-found`. */
  get(id: string): Promise<DraftAnswer>;
  /** Lists it from now on, marked as written by the catalogue. Throws `not-found`, `conflict` where there is a manifest. */
  accept(id: string): Promise<DraftAnswer>;
  /** It is not asked again; one that was accepted is hidden. */
  refuse(id: string, reason?: string): Promise<DraftAnswer>;
}

export function createDraftDesk(deps: DraftsDeps): DraftDesk {
  const { store, clock } = deps;
  const get = async (id: string): Promise<DraftRow> => {
    const row = await store.getDraft(id);
    if (row !== null) return row;
    throw new CodedError('not-found', 'There is no draft of this name.');
  };
  return {
    list: async (state) => (await store.listDrafts(state, LIMITS.draftsListed)).map(answerOf),
    get: async (id) => answerOf(await get(id)),
    async accept(id) {
      const row = await get(id);
      if (row.state === 'replaced')
        throw new CodedError('conflict', 'The repository has a manifest of its own now, which says more.');
      const entry = await publishDraft(deps, row);
      const settled = { state: 'accepted', entry, reason: null, decided: clock.now() } as const;
      await store.settleDraft(id, settled);
      return answerOf({ ...row, ...settled });
    },
    async refuse(id, reason) {
      const row = await get(id);
      if (row.state === 'accepted') await hideDraft(deps, row);
      const settled = { state: 'refused', entry: null, reason: reason ?? null, decided: clock.now() } as const;
      await store.settleDraft(id, settled);
      return answerOf({ ...row, ...settled });
    },
  };
}

/**
 * Keeps what was drafted of a source. One that a person has accepted follows its repository; it is the lowest source of all,
 * so that it never overwrites what a person or a manifest says.
 */
export async function keepDraft(
  deps: DraftsDeps,
  { id, url }: CrawlSource,
  commit: string,
  { record, found, left }: Drafted,
): Promise<void> {
  const row = await deps.store.putDraft({
    // Under the address at which it was read: what a file says of where it lies may be old.
    ...{ id, url, commit, record: JSON.stringify({ ...record, url }), drafted: deps.clock.now() },
    ...{ found: JSON.stringify(found), missing: JSON.stringify(left) },
  });
  if (row.state !== 'accepted') return;
  await publishDraft(deps, row).catch((error: unknown) => {
    // What the operator has withdrawn meanwhile stays withdrawn.
    if (!isCoded(error)) throw error;
  });
}

/** A repository that has a manifest now needs no draft. */
export async function replaceDraft(deps: DraftsDeps, id: string): Promise<void> {
  const row = await deps.store.getDraft(id);
  if (row === null || row.state === 'replaced') return;
  if (row.state === 'accepted') await hideDraft(deps, row);
  const { entry, reason } = row;
  await deps.store.settleDraft(id, { state: 'replaced', entry, reason, decided: deps.clock.now() });
}

/** Under the entry that it gave before: nobody has accepted another one, whatever became of that or of the address. */
async function publishDraft({ registry }: DraftsDeps, row: DraftRow): Promise<string> {
  const { id: draft, record, url, commit } = row;
  const provenance = { by: 'draft', draft, url, commit } as const;
  const bytes = Buffer.from(record);
  const slug = row.state === 'accepted' ? row.entry?.replace('software/', '') : undefined;
  const sent = { kind: 'software', bytes, mediaType: 'application/json', provenance } as const;
  const { id } = await registry.publish(slug === undefined ? sent : { ...sent, slug });
  return id;
}

async function hideDraft({ registry }: DraftsDeps, { id, entry }: DraftRow): Promise<void> {
  const [kind, slug = ''] = (entry ?? '').split('/');
  if (kind === 'software') await registry.hide({ key: { origin: 0, kind, slug }, source: `draft:${id}` });
}

const answerOf = ({ id, url, record, found, missing, commit, drafted, ...row }: DraftRow): DraftAnswer => ({
  ...{ id, url, commit, drafted: toRfc3339(drafted), state: row.state, entry: row.entry, reason: row.reason },
  decided: row.decided === null ? null : toRfc3339(row.decided),
  record: JSON.parse(record) as DraftAnswer['record'],
  found: JSON.parse(found) as DraftAnswer['found'],
  missing: JSON.parse(missing) as DraftAnswer['missing'],
});
