import { sha256 } from '../../kernel/digest.ts';
import type { Kind } from '../../records/kinds.ts';
import type { Software } from '../../schemas.gen.ts';
import type { EntryKey, RecordRow, Store, StoredDocument } from '../../store/port.ts';
import type { HeldAdopters } from './held.ts';
import { usedById, type WorkedOut } from './worked-out.ts';

/**
 * Leaves names out of the makers' list of users (`usedBy`) wherever a record is shown, where the body does not want to be told
 * or was not meant. The signed bytes stay as they are: mirrors hold them too, and an erasure destroys them.
 */
export interface LeftOut {
  row(row: RecordRow): Promise<RecordRow>;
  /** `get` reads the document of an ETag that the reader may hold already. */
  document(key: EntryKey, known: string | undefined): Promise<StoredDocument | null>;
  /** What the store tells at once of a bare slug; null where something may be left out of it. */
  documentNow(kind: Kind, slug: string, known: string | undefined): StoredDocument | null;
  views(views: { ord: number; view: Uint8Array }[]): Promise<Uint8Array[]>;
  record(key: EntryKey, record: unknown): Promise<unknown>;
}

export function createLeftOut(store: Store, held: HeldAdopters): LeftOut {
  const touched = async (ord: number): Promise<WorkedOut | null> => {
    if (!(await held.anyHeld())) return null;
    const worked = await held.now();
    return worked.leftOut.has(ord) ? worked : null;
  };
  const rowOf = async (row: RecordRow): Promise<RecordRow> => {
    const worked = row.kind === 'software' ? await touched(row.ord) : null;
    const view = worked && viewWithout(worked, row.view);
    return view ? { ...row, view, etag: tagOf(row.etag, view) } : row;
  };
  return {
    row: rowOf,
    async document(key, known) {
      const found = await store.getDocument(key, known);
      if (found === null || key.kind !== 'software' || !(await held.anyHeld(found.decided))) return found;
      const item = await store.getItem(key);
      const row = item !== null && (await touched(item.ord)) !== null ? await store.getRecord(key) : null;
      if (row === null) return found;
      const { etag, view } = await rowOf(row);
      return { ...found, etag, view: Buffer.from(view) };
    },
    documentNow(kind, slug, known) {
      const found = store.documentNow(kind, slug, known);
      return found === null || kind !== 'software' || held.isNothingHeld(found.decided) ? found : null;
    },
    async views(views) {
      const worked = (await held.anyHeld()) ? await held.now() : null;
      return views.map(({ ord, view }) => {
        const less = worked?.leftOut.has(ord) ? viewWithout(worked, Buffer.from(view).toString('utf8')) : null;
        return less === null ? view : Buffer.from(less);
      });
    },
    async record(key, record) {
      const item = key.kind === 'software' && (await held.anyHeld()) ? await store.getItem(key) : null;
      const worked = item && (await touched(item.ord));
      return worked ? without(worked, `${key.kind}/${key.slug}@${item.originName}`, record as Software) : record;
    },
  };
}

interface View {
  id: string;
  origin: string;
  record: Software;
}

/** The view with fewer names; null where none is left out. */
function viewWithout(worked: WorkedOut, text: string): string | null {
  const view = JSON.parse(text) as View;
  const record = without(worked, `${view.id}@${view.origin}`, view.record);
  const left = (view.record.usedBy?.length ?? 0) - (record.usedBy?.length ?? 0);
  return left === 0 ? null : JSON.stringify({ ...view, record, usedByLeftOut: left });
}

function without(worked: WorkedOut, software: string, record: Software): Software {
  const { usedBy, countries = record.audience?.countries ?? [] } = record;
  if (usedBy === undefined) return record;
  const shown = usedBy.filter(
    (name) => !worked.hides({ id: usedById(software, name), software, organisation: null, named: { name, countries } }),
  );
  return { ...record, usedBy: shown };
}

const tagOf = (etag: string, view: string): string => `${etag}.${sha256(view).toString('base64url').slice(0, 11)}`;
