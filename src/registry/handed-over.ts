import { CodedError } from '../kernel/errors.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryKey, EntryState, SourceRow } from '../store/port.ts';
import { mergeSources } from './merge.ts';

export type HandOver = NonNullable<Software['handOver']>;

/** Refuses what is done to an entry that goes on elsewhere: `heir` is what took its place. */
export const handedOver = ({ kind, slug }: EntryKey, heir: string): CodedError =>
  new CodedError(
    'conflict',
    `${kind}/${slug} was handed over and goes on as ${heir}. Its old address leads there; it is changed there alone.`,
  );

/** What an entry that is withdrawn as handed over is followed by. */
export function successorIn({ sources }: EntryState, reason: string): { successor?: string } {
  const to = reason === 'handed-over' ? handOverOf(sources).to : undefined;
  return to === undefined ? {} : { successor: to.entry };
}

/** What an entry says of its own hand-over. */
export const handOverOf = (sources: SourceRow[]): HandOver =>
  ((mergeSources(sources)?.record ?? {}) as Pick<Software, 'handOver'>).handOver ?? {};
