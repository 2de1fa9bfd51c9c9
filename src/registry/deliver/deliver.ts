import type { Clock } from '../../kernel/clock.ts';
import { isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { OWN } from '../../kernel/origins.ts';
import type { Net } from '../../net/safe-fetch.ts';
import type { DeliveryRow, HookRow } from '../../store/hook-port.ts';
import type { EventRow, Store } from '../../store/port.ts';
import { type Message, type MessageType, messageOf, type Names, signed, wanted } from './message.ts';
import { type SealKey, unsealed } from './seal.ts';

export interface DeliverDeps {
  store: Store;
  clock: Clock;
  net: Pick<Net, 'fetch'>;
  /** Opens the secrets. */
  key: SealKey;
  /** Between 0 and 1, so that not all come back at the same time. */
  random(): number;
}

/** What became of one try. */
export interface Tried {
  status: number | null;
  error: string | null;
  /** How long the receiver wants to be left alone. */
  retryAfterMs: number | null;
}

/**
 * One step of one hook: the next message, tried once. What it does not want to hear of is passed over. Gives the row as it
 * stands now; `more` where it can go on at once.
 */
export async function step(deps: DeliverDeps, hook: HookRow): Promise<{ row: HookRow; more: boolean }> {
  const { store, clock } = deps;
  const next = await nextMessage(store, hook);
  if (next === null) return { row: hook, more: false };
  if ('passed' in next) {
    const row = { ...hook, cursor: next.passed };
    return settle(store, hook, row, null, true);
  }
  const tried = await send(deps, hook, next);
  const row = settled(hook, next, tried, clock.now(), await store.changePoint(), deps.random());
  const delivery = deliveryOf(hook, next, tried, clock.now(), hook.failures + 1);
  return settle(store, hook, row, delivery, row.failures === 0 && row.state === 'active');
}

/** Where another process has moved it on meanwhile, it stands as that one has left it. */
async function settle(
  store: Store,
  before: HookRow,
  row: HookRow,
  delivery: Omit<DeliveryRow, 'seq'> | null,
  more: boolean,
): Promise<{ row: HookRow; more: boolean }> {
  if (await store.settleHook(before, row, delivery)) return { row, more };
  return { row: (await store.getHook(before.id)) ?? before, more: false };
}

/** Whatever the next message is; where nothing between here and there is wanted, how far that is; null at the end. */
async function nextMessage(store: Store, hook: HookRow): Promise<Message | { passed: number } | null> {
  const { cursor, upto, gap } = hook;
  if (gap !== null) return bareMessage(store, hook, 'catalogue.gap', { after: gap, upto: cursor });
  const rows = await store.events(cursor, LIMITS.hookEventsRead);
  const last = rows.at(-1);
  if (last === undefined) return null;
  // What was tried is tried again as it was.
  const until = upto === null ? rows : rows.filter(({ seq }) => seq <= upto);
  const changes = wanted(hook, until, await namesOf(store, until)).slice(0, LIMITS.hookChanges);
  if (changes.length === 0) return { passed: last.seq };
  const end = changes.length === LIMITS.hookChanges ? (changes.at(-1)?.seq ?? 0) : (until.at(-1)?.seq ?? 0);
  return messageAt(hook, rows, { after: cursor, upto: upto ?? end, changes });
}

/** Of the time of its last change, so that it is the same at each try. */
function messageAt(hook: HookRow, rows: EventRow[], told: Omit<Parameters<typeof messageOf>[2], 'at'>): Message {
  const at = rows.findLast(({ seq }) => seq <= told.upto)?.at ?? 0;
  return messageOf(hook, 'catalogue.changed', { ...told, at });
}

/** A message that was sent before, made anew. */
export async function messageAgain(store: Store, hook: HookRow, { type, after, upto }: DeliveryRow): Promise<Message> {
  if (type !== 'catalogue.changed') return bareMessage(store, hook, type as MessageType, { after, upto });
  const rows = (await store.events(after, LIMITS.hookEventsRead)).filter(({ seq }) => seq <= upto);
  return messageAt(hook, rows, { after, upto, changes: wanted(hook, rows, await namesOf(store, rows)) });
}

/** One without changes in it, of the time of the last change that it is about. */
export async function bareMessage(
  store: Store,
  hook: HookRow,
  type: MessageType,
  { after, upto }: { after: number; upto: number },
): Promise<Message> {
  const [last] = await store.events(upto - 1, 1);
  return messageOf(hook, type, { after, upto, at: last?.at ?? hook.added, changes: [] });
}

async function namesOf(store: Store, rows: EventRow[]): Promise<Names> {
  const names = new Map<number, string>();
  for (const { origin } of rows.map(({ entry }) => entry))
    if (origin !== OWN && !names.has(origin)) names.set(origin, (await store.originName(origin)) ?? String(origin));
  return names;
}

/** Sends a message; never throws for what the other side does. */
export async function send({ net, clock, key }: DeliverDeps, hook: HookRow, message: Message): Promise<Tried> {
  const secret = unsealed(await key.read(), hook.id, hook.secret);
  if (secret === null) return { status: null, error: NO_SECRET, retryAfterMs: null };
  const headers = signed(message, secret, clock.now());
  const waits = { headers: LIMITS.hookWaitMs, total: LIMITS.hookWaitMs };
  try {
    const answer = await net.fetch({
      ...{ url: hook.url, method: 'POST', headers, body: message.body, waits },
      maxBytes: LIMITS.hookAnswerBytes,
    });
    const after = answer.headers['retry-after'];
    const wait = after !== undefined && /^\d{1,5}$/.test(after) ? Number(after) * 1000 : null;
    return { status: answer.status, error: null, retryAfterMs: wait };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { status: null, error: error.code, retryAfterMs: null };
  }
}

export const isDelivered = ({ status, error }: Tried): boolean =>
  error === null && status !== null && status >= 200 && status < 300;

const GONE = 410;
/** The data came from a backup, and the key of the secrets did not come along. */
export const NO_SECRET = 'no-secret';

/** What becomes of a hook after a try: it goes on, tries again later, or is suspended with the reason. */
export function settled(
  hook: HookRow,
  { type, upto }: Message,
  tried: Tried,
  now: number,
  point: number,
  random: number,
): HookRow {
  if (isDelivered(tried)) {
    const on = { ...hook, failures: 0, due: now, upto: null };
    return type === 'catalogue.gap' ? { ...on, gap: null } : { ...on, cursor: upto };
  }
  const failures = hook.failures + 1;
  const wait = Math.min(LIMITS.hookRetryMs * 8 ** Math.min(failures - 1, 10), LIMITS.hookRetryMostMs);
  const due =
    now + Math.round(Math.max(wait, Math.min(tried.retryAfterMs ?? 0, LIMITS.hostPauseMs)) * (0.9 + random * 0.2));
  const row = { ...hook, failures, due, ...(type === 'catalogue.changed' ? { upto } : {}) };
  if (tried.error === NO_SECRET) return { ...row, state: 'suspended', why: NO_SECRET };
  if (tried.status === GONE) return { ...row, state: 'suspended', why: 'gone' };
  if (point - hook.cursor > LIMITS.hookBehind) return { ...row, state: 'suspended', why: 'behind' };
  return row;
}

export const deliveryOf = (
  hook: HookRow,
  { id, type, after, upto }: Message,
  { status, error }: Tried,
  at: number,
  attempt: number,
): Omit<DeliveryRow, 'seq'> => ({ hook: hook.id, message: id, type, after, upto, at, attempt, status, error });
