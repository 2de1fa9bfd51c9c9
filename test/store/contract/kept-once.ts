import type { Test } from 'tap';
import { digestName } from '../../../src/kernel/digest.ts';
import type { Change, EntryKey, SourceRow } from '../../../src/store/port.ts';
import { changeStep, putStep } from '../steps.ts';
import { fresh, type Opened } from './subject.ts';

/** Texts that end as others do are kept once, and nobody who reads them sees it. */
export async function keptOnce(t: Test, { store }: Opened): Promise<void> {
  const [RECORD, BODY] = ['{"name":"Ærø"}', Buffer.from('{"salt":"ø","record":{"name":"Ærø"}}')];
  const SOURCE = Buffer.from('{"kind":"software","name":"Ærø"}');
  const VIEW = '{"id":"å","record":{"name":"Ærø"}}';
  const at = (bytes: Buffer, text: string) => bytes.indexOf(text);
  const inBody = { before: '{"id":"å","record":', at: at(BODY, '{"name"') };
  const row: SourceRow = {
    ...{
      key: 'k',
      rank: 4,
      mediaType: 'application/json',
      digest: 'd',
      record: RECORD,
      provenance: '{}',
      active: true,
    },
  };
  const source = (entry: EntryKey, over: Partial<SourceRow> = {}): Change => ({
    ...{ do: 'source', entry, source: { ...row, ...over }, bytes: SOURCE },
    record: { before: '{', at: at(SOURCE, '"name"') },
  });
  const put = async (entry: EntryKey) => {
    await store.commit([changeStep(entry, [source(entry)]), putStep(entry, { view: VIEW, inBody }, BODY)]);
  };
  const recordsOf = async (entry: EntryKey) => {
    let sources: SourceRow[] = [];
    await store.commit([
      {
        reads: { ...entry, keys: [] },
        decide(found) {
          sources = found.named?.sources ?? [];
          return { changes: [], answer: null };
        },
      },
    ]);
    return sources.map(({ record }) => record);
  };
  const views = async (entry: EntryKey) => {
    const record = await store.getRecord(entry);
    const { views: listed } = await store.listViews('software', (record?.ord ?? 0) - 1, 1);
    const document = await store.getDocument(entry);
    const all = [record?.view, (await store.getProjection(entry))?.view, document?.view, listed[0]?.view];
    return new Set(all.map((view) => (typeof view === 'string' ? view : Buffer.from(view ?? []).toString('utf8'))));
  };

  await t.test('A record that ends as its source, and a view that ends as its body, are read whole', async (t) => {
    const entry = fresh();
    await put(entry);
    t.same(await recordsOf(entry), [RECORD]);
    t.same([...(await views(entry))], [VIEW]);
    // A new version, with another end.
    const other = Buffer.from('{"salt":"ø","record":{"name":"B"}}');
    const view = '{"id":"å","record":{"name":"B"}}';
    await store.commit([putStep(entry, { view, inBody }, other)]);
    t.same([...(await views(entry))], [view]);
    // And one whose view stands by itself.
    await store.commit([putStep(entry, { view: '{"n":3}' }, BODY)]);
    t.same([...(await views(entry))], ['{"n":3}']);
  });

  await t.test('Where the other text is emptied or destroyed, what is shown stays', async (t) => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    for (const entry of [one, two, three]) await put(entry);
    await store.commit([changeStep(one, [{ do: 'empty-sources', entry: one }])]);
    t.same(await recordsOf(one), [RECORD]);
    const ord = (await store.getRecord(two))?.ord as number;
    await store.redact(ord, { sources: ['k'] });
    t.same(await recordsOf(two), [RECORD]);
    const texts = (await store.entryTexts(ord - 1, 1))[0];
    t.same([texts?.sources[0]?.record, texts?.sources[0]?.bytes.byteLength], [RECORD, 0]);
    await store.commit([changeStep(three, [{ do: 'destroy-body', entry: three, digest: digestName(BODY) }])]);
    t.same([...(await views(three))], [VIEW]);
  });

  await t.test('A source that comes again with other bytes is kept as they say', async (t) => {
    const entry = fresh();
    await put(entry);
    const again: Change = {
      do: 'source',
      entry,
      source: { ...row, record: '{"name":"C"}' },
      bytes: Buffer.from('name: C'),
    };
    await store.commit([changeStep(entry, [again])]);
    t.same(await recordsOf(entry), ['{"name":"C"}']);
    await store.commit([changeStep(entry, [source(entry, { active: false })])]);
    t.same(await recordsOf(entry), [RECORD]);
  });
}
