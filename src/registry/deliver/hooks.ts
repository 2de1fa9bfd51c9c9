import { randomBytes } from 'node:crypto';
import { randomId } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Net } from '../../net/safe-fetch.ts';
import { isKind } from '../../records/kinds.ts';
import type { DeliveryRow, HookRow } from '../../store/hook-port.ts';
import { bareMessage, type DeliverDeps, deliveryOf, isDelivered, messageAgain, NO_SECRET, send } from './deliver.ts';
import { type Message, SECRET_PREFIX } from './message.ts';
import { sealed } from './seal.ts';

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
  /** Another secret from now on, shown here and nowhere else; one that was suspended for the lack of it goes on. */
  renew(id: string): Promise<ShownHook & { secret: string }>;
  /** What was sent, the newest first. */
  deliveries(id: string): Promise<DeliveryRow[]>;
  /** Sends a message of the log once more, by its id, or a ping. */
  redeliver(id: string, message: string): Promise<{ delivered: boolean; status: number | null; error: string | null }>;
  ping(id: string): Promise<{ delivered: boolean; status: number | null; error: string | null }>;
}

export function createHookDesk(deps: Omit<DeliverDeps, 'net'> & { net: Pick<Net, 'fetch' | 'approve'> }): HookDesk {
  const { store, clock, net, key } = deps;
  const get = async (id: string): Promise<HookRow> => {
    const row = await store.getHook(id);
    if (row !== null) return row;
    throw new CodedError('not-found', 'There is no webhook of this name.');
  };
  const once = async (hook: HookRow, message: Message) => {
    const tried = await send(deps, hook, message);
    // How far it is belongs to the loop, here or in another process.
    await store.addDelivery(deliveryOf(hook, message, tried, clock.now(), 1));
    return { delivered: isDelivered(tried), status: tried.status, error: tried.error };
  };
  const shown = async (row: HookRow): Promise<ShownHook> => shownHook(row, await store.changePoint());
  const resumed = async (hook: HookRow): Promise<HookRow> => {
    if (hook.state === 'active') return hook;
    const cursor = await store.changePoint();
    const gap = hook.gap ?? (cursor > hook.cursor ? hook.cursor : null);
    const on = { state: 'active', why: null, upto: null, failures: 0, due: clock.now() } as const;
    await store.settleHook(hook, { ...hook, ...on, cursor, gap }, null);
    return get(hook.id);
  };
  return {
    async add({ url, label, kinds = [], everything = false }) {
      const unknown = kinds.find((kind) => !isKind(kind));
      if (unknown !== undefined) throw new CodedError('invalid-parameter', `There is no kind of record “${unknown}”.`);
      if (url.length > LIMITS.addressLength) throw new CodedError('invalid-parameter', 'The address is too long.');
      await net.approve(url);
      const [now, id, secret] = [clock.now(), randomId(), newSecret()];
      const row: HookRow = {
        ...{ id, url, label, kinds: JSON.stringify(kinds), everything, added: now, state: 'active', why: null },
        ...{ secret: sealed(await key.make(), id, secret), cursor: await store.changePoint(), upto: null, gap: null },
        ...{ failures: 0, due: now },
      };
      if (await store.addHook(row)) return { ...(await shown(row)), secret };
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
    resume: async (id) => shown(await resumed(await get(id))),
    async renew(id) {
      const hook = await get(id);
      const secret = newSecret();
      if (!(await store.swapHookSecret(id, hook.secret, sealed(await key.make(), id, secret))))
        throw new CodedError('conflict', 'The webhook was changed meanwhile. Try again.');
      return { ...(await shown(hook.why === NO_SECRET ? await resumed(hook) : hook)), secret };
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
const newSecret = (): string => `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

function shownHook({ secret: _, upto: __, kinds, ...row }: HookRow, point: number): ShownHook {
  return { ...row, kinds: JSON.parse(kinds) as string[], behind: Math.max(0, point - row.cursor) };
}
