import { randomBytes } from 'node:crypto';
import { randomId } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Net } from '../../net/safe-fetch.ts';
import { isKind } from '../../records/kinds.ts';
import type { DeliveryRow, HookRow } from '../../store/hook-port.ts';
import { bareMessage, type DeliverDeps, deliveryOf, isDelivered, messageAgain, send } from './deliver.ts';
import { type Message, SECRET_PREFIX } from './message.ts';

/** A hook as it is shown: never with its secret. */
export type ShownHook = Omit<HookRow, 'secret' | 'kinds' | 'upto'> & { kinds: string[]; behind: number };

export interface HookDesk {
  /**
   * From now on changes are told to this address. The secret is in the answer and nowhere else. Throws `address-refused` for
   * what may not be asked, `invalid-parameter` for a kind that there is not, `conflict` where there are too many.
   */
  add(wish: {
    url: string;
    label: string;
    kinds?: string[];
    everything?: boolean;
  }): Promise<ShownHook & { secret: string }>;
  list(): Promise<ShownHook[]>;
  /** These throw `not-found`. */
  remove(id: string): Promise<void>;
  /** Goes on with what happens from now on; what was missed is told as a gap. */
  resume(id: string): Promise<ShownHook>;
  /** What was sent, the newest first. */
  deliveries(id: string): Promise<DeliveryRow[]>;
  /** Sends a message of the log once more, by its id, or a ping. */
  redeliver(id: string, message: string): Promise<{ delivered: boolean; status: number | null; error: string | null }>;
  ping(id: string): Promise<{ delivered: boolean; status: number | null; error: string | null }>;
}

export function createHookDesk(deps: Omit<DeliverDeps, 'net'> & { net: Pick<Net, 'fetch' | 'approve'> }): HookDesk {
  const { store, clock, net } = deps;
  const get = async (id: string): Promise<HookRow> => {
    const row = await store.getHook(id);
    if (row !== null) return row;
    throw new CodedError('not-found', 'There is no webhook of this name.');
  };
  const once = async (hook: HookRow, message: Message) => {
    const tried = await send(deps, hook, message);
    await store.settleHook(await get(hook.id), deliveryOf(hook, message, tried, clock.now(), 1));
    return { delivered: isDelivered(tried), status: tried.status, error: tried.error };
  };
  const shown = async (row: HookRow): Promise<ShownHook> => shownHook(row, await store.changePoint());
  return {
    async add({ url, label, kinds = [], everything = false }) {
      const unknown = kinds.find((kind) => !isKind(kind));
      if (unknown !== undefined) throw new CodedError('invalid-parameter', `There is no kind of record “${unknown}”.`);
      if (url.length > LIMITS.addressLength) throw new CodedError('invalid-parameter', 'The address is too long.');
      await net.approve(url);
      const now = clock.now();
      const row: HookRow = {
        ...{
          id: randomId(),
          url,
          label,
          kinds: JSON.stringify(kinds),
          everything,
          added: now,
          state: 'active',
          why: null,
        },
        ...{ secret: `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}` },
        ...{ cursor: await store.changePoint(), upto: null, gap: null, failures: 0, due: now },
      };
      if (await store.addHook(row)) return { ...(await shown(row)), secret: row.secret };
      throw new CodedError('conflict', `There are ${LIMITS.hooks} webhooks already.`);
    },
    async list() {
      const point = await store.changePoint();
      return (await store.listHooks()).map((row) => shownHook(row, point));
    },
    async remove(id) {
      await get(id);
      await store.dropHook(id);
    },
    async resume(id) {
      const hook = await get(id);
      if (hook.state === 'active') return shown({ ...hook });
      const cursor = await store.changePoint();
      const gap = hook.gap ?? (cursor > hook.cursor ? hook.cursor : null);
      const on = { state: 'active', why: null, upto: null, failures: 0, due: clock.now() } as const;
      const row: HookRow = { ...hook, ...on, cursor, gap };
      await store.settleHook(row, null);
      return shown(row);
    },
    async deliveries(id) {
      await get(id);
      return store.listDeliveries(id, LIMITS.hookDeliveries);
    },
    async redeliver(id, message) {
      const hook = await get(id);
      const sent = (await store.listDeliveries(id, LIMITS.hookDeliveries)).find((row) => row.message === message);
      if (sent === undefined) throw new CodedError('not-found', 'There is no such message in the log of this webhook.');
      return once(hook, await messageAgain(store, hook, sent));
    },
    async ping(id) {
      const hook = await get(id);
      return once(hook, await bareMessage(store, hook, 'catalogue.ping', { after: hook.cursor, upto: hook.cursor }));
    },
  };
}

const SECRET_BYTES = 24;

function shownHook({ secret: _, upto: __, kinds, ...row }: HookRow, point: number): ShownHook {
  return { ...row, kinds: JSON.parse(kinds) as string[], behind: Math.max(0, point - row.cursor) };
}
