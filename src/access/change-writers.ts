import { toDay } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Writers } from '../schemas.gen.ts';
import {
  changeByOperator,
  changeByWriter,
  confirm,
  dispute,
  drop,
  noWriters,
  type WriterAct,
} from '../writers/change.ts';
import { isWriter, type Principal } from '../writers/may-write.ts';
import type { Writer } from '../writers/writer.ts';
import { actorOf, type PublishingDeps, writersOf } from './publishing.ts';

export interface WriterChange {
  act: WriterAct;
  writer: Writer;
  /** With `confirm`: the operator has heard both sides of a dispute. */
  settles?: boolean;
}

/**
 * Changes who may write an entry: a writer at once, the operator after notice. Throws `not-found` without the entry,
 * `forbidden` to who is neither, `conflict`, `invalid-parameter`.
 */
export async function changeWriters(
  deps: PublishingDeps,
  who: Principal | 'operator',
  id: string,
  change: WriterChange,
): Promise<Writers> {
  const { registry, store, clock } = deps;
  const what = writersOf(id);
  const entry = await registry.read.lookup('software', what.slug);
  if (!('found' in entry) || entry.found.origin !== 0)
    throw new CodedError('not-found', `There is no own entry ${id}.`);
  const address = normaliseRepositoryUrl(change.writer.address);
  if (address === null)
    throw new CodedError('invalid-parameter', 'A writer is named by the address of its repository.');
  const wish = { ...change, writer: { ...change.writer, address } };
  const today = toDay(clock.now());
  let after: Writers = noWriters(id);
  await registry.revise<Writers>(what, (before) => {
    after = changed(before ?? noWriters(id), who, wish, today);
    return after;
  });
  await store.noteAct({
    at: clock.now(),
    actor: actorOf(who),
    act: `writer ${change.act}`,
    subject: `${id} ${address}`,
  });
  return after;
}

function changed(
  record: Writers,
  who: Principal | 'operator',
  { act, writer, settles }: WriterChange,
  today: string,
): Writers {
  if (who !== 'operator' && !record.writers.some((known) => isWriter(who, known)))
    throw new CodedError('forbidden', `Only a writer of ${record.of} or the operator changes who writes it.`);
  if (act === 'dispute') return dispute(record, writer.address, today);
  if (act === 'confirm' || act === 'drop') {
    if (who !== 'operator') throw new CodedError('forbidden', 'Only the operator settles what was announced.');
    return act === 'drop' ? drop(record, writer.address, today) : confirm(record, writer.address, today, settles);
  }
  return who === 'operator'
    ? changeByOperator(record, { act, writer }, today)
    : changeByWriter(record, { act, writer }, today);
}
