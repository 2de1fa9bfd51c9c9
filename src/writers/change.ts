import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Writers } from '../schemas.gen.ts';
import { isSame, type Notice, type Writer } from './writer.ts';

type Act = NonNullable<Writers['history']>[number];
export type By = Act['by'];

/** What may be asked for: a writer more, one less, or one instead of all others. */
export type Wish = { act: Notice['act']; writer: Writer };

/** Everything that can be done to a record of writers. */
export const WRITER_ACTS = ['add', 'replace', 'remove', 'dispute', 'confirm', 'drop'] as const;
export type WriterAct = (typeof WRITER_ACTS)[number];

/** A notice runs this long before an operator may put it in force. */
export const NOTICE_DAYS = 14;

/** The record of an entry that nobody but the operator may write. */
export const noWriters = (of: string): Writers => ({ of, writers: [] });

/** A first valid publish from the repository that the entry was seen in, or that is new, makes it a writer. */
export function join(record: Writers, writer: Writer, today: string): Writers {
  if (record.writers.some((known) => isSame(known, writer))) return record;
  return noted(withWriter(record, writer, today), { act: 'joined', address: writer.address, by: 'writer', on: today });
}

/** A writer changes who writes: at once, as it could do so by its own publishing anyway. Throws `conflict`. */
export function changeByWriter(record: Writers, wish: Wish, today: string): Writers {
  return inForce(record, wish, 'writer', today);
}

/**
 * The operator changes who writes. Where nobody writes yet, at once; else it is announced, and is put in force by `confirm` when
 * it is due. Taking away is announced as well. Throws `conflict`.
 */
export function changeByOperator(record: Writers, wish: Wish, today: string): Writers {
  if (record.writers.length === 0 && wish.act !== 'remove') return inForce(record, wish, 'operator', today);
  if (wish.act === 'remove' && !record.writers.some((writer) => isSame(writer, wish.writer)))
    throw new CodedError('conflict', `${wish.writer.address} is no writer of ${record.of}.`);
  const { notices = [] } = record;
  if (notices.some((notice) => isSame(notice.writer, wish.writer)))
    throw new CodedError('conflict', `A change for ${wish.writer.address} was announced already.`);
  if (notices.length >= LIMITS.writersNotices)
    throw new CodedError('conflict', `At most ${LIMITS.writersNotices} changes can be announced at a time.`);
  const notice: Notice = { ...wish, asked: today, due: daysAfter(today, NOTICE_DAYS) };
  const announced = { ...record, notices: [...notices, notice] };
  return noted(announced, { act: 'announced', address: wish.writer.address, by: 'operator', on: today });
}

/** A writer objects to what was announced: from then on only an operator who says so settles it. Throws `not-found`. */
export function dispute(record: Writers, address: string, today: string): Writers {
  const notice = noticeFor(record, address);
  const notices = (record.notices ?? []).map((each) => (each === notice ? { ...each, disputed: today } : each));
  return noted({ ...record, notices }, { act: 'disputed', address, by: 'writer', on: today });
}

/**
 * Puts in force what was announced. Throws `not-found`, and `conflict` before it is due or while it is disputed (unless the
 * operator settles the dispute).
 */
export function confirm(record: Writers, address: string, today: string, settles = false): Writers {
  const notice = noticeFor(record, address);
  if (today < notice.due)
    throw new CodedError('conflict', `This was announced on ${notice.asked} and is due on ${notice.due}.`);
  if (notice.disputed !== undefined && !settles)
    throw new CodedError(
      'conflict',
      `A writer objected on ${notice.disputed}. Hear both sides, then say that you settle it.`,
    );
  const { act, writer } = notice;
  const changed = inForce(without(record, notice), { act, writer }, 'operator', today);
  return notice.disputed === undefined
    ? changed
    : noted(changed, { act: 'settled', address, by: 'operator', on: today });
}

/** Takes back what was announced. Throws `not-found`. */
export function drop(record: Writers, address: string, today: string): Writers {
  return noted(without(record, noticeFor(record, address)), { act: 'dropped', address, by: 'operator', on: today });
}

function noticeFor(record: Writers, address: string): Notice {
  const notice = record.notices?.find(({ writer }) => writer.address === address);
  if (notice === undefined)
    throw new CodedError('not-found', `No change for ${address} was announced for ${record.of}.`);
  return notice;
}

function without(record: Writers, notice: Notice): Writers {
  const { notices = [], ...rest } = record;
  const left = notices.filter((each) => each !== notice);
  return left.length === 0 ? rest : { ...rest, notices: left };
}

function inForce(record: Writers, { act, writer }: Wish, by: By, today: string): Writers {
  const note = (changed: Writers, done: Act['act']) =>
    noted(changed, { act: done, address: writer.address, by, on: today });
  const others = record.writers.filter((known) => !isSame(known, writer));
  if (act === 'remove') {
    if (others.length === record.writers.length)
      throw new CodedError('conflict', `${writer.address} is no writer of ${record.of}.`);
    return note({ ...record, writers: others }, 'removed');
  }
  if (act === 'replace') return note(withWriter({ ...record, writers: [] }, writer, today), 'replaced');
  return note(withWriter({ ...record, writers: others }, writer, today), 'added');
}

function withWriter(record: Writers, writer: Writer, today: string): Writers {
  if (record.writers.length >= LIMITS.writersOfEntry)
    throw new CodedError('conflict', `An entry has at most ${LIMITS.writersOfEntry} writers.`);
  return { ...record, writers: [...record.writers, { ...writer, since: today }] };
}

function noted(record: Writers, act: Act): Writers {
  return { ...record, history: [act, ...(record.history ?? [])].slice(0, LIMITS.writersHistory) };
}

const DAY = 86_400_000;

/** `2026-11-28` and 14 days give `2026-12-12`. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
