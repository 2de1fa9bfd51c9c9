import { OWN } from '../kernel/origins.ts';
import type { Writers } from '../schemas.gen.ts';
import { nameKeys } from '../search/words.ts';
import type { Store } from '../store/port.ts';
import type { Writer } from '../writers/writer.ts';

/** The name under which a record of writers is found by one of them. */
export const writerName = ({ issuer = '', repository = '' }: Pick<Writer, 'issuer' | 'repository'>): string =>
  repository === '' ? '' : `writer ${issuer} ${repository}`;

/** What our own records say of a repository as a writer: one entry each of those that it may write. */
export async function writersBy(store: Store, issuer: string, repository: string): Promise<Writer[]> {
  const rows = await store.getItems(await store.matchNames(nameKeys(writerName({ issuer, repository }))));
  const own = rows.filter(({ kind, origin }) => kind === 'writers' && origin === OWN);
  const records = await Promise.all(own.map((row) => store.getRecord(row)));
  const writers = records.flatMap((row) =>
    row === null ? [] : (JSON.parse(row.view) as { record: Writers }).record.writers,
  );
  return writers.filter((writer) => writer.issuer === issuer && writer.repository === repository);
}
