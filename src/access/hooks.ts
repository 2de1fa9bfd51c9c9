import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Store } from '../store/port.ts';
import { HOOK_FORGES, type HookForge, type HookHeaders, isSigned, readHookSecrets } from './hook-signature.ts';

export interface HooksDeps {
  store: Pick<Store, 'wakeCrawlSources'>;
  clock: Clock;
  /** The setting `hookSecrets`. */
  secrets: string;
  /** Told which sources are due now. */
  onDue(ids: string[]): void;
}

export interface HookAnswer {
  /** What the forge calls it. */
  event: string;
  /** Whether this delivery was taken before, or one with the same signed content. */
  repeated: boolean;
  /** Ids of the sources that are looked at next. */
  due: string[];
}

/** Webhooks of forges. An event only makes a source due: nothing that it says is believed. */
export interface Hooks {
  /** Throws `unauthorised` where no secret is set for this forge: before a body is read. */
  expect(forge: HookForge): void;
  /** Throws `unauthorised` for a wrong or missing signature, `malformed-body` for what is no event. */
  receive(forge: HookForge, headers: HookHeaders, body: Buffer): Promise<HookAnswer>;
}

export function createHooks({ store, clock, secrets, onDue }: HooksDeps): Hooks {
  const known = readHookSecrets(secrets);
  const unknown = [...known.keys()].find((word) => !(HOOK_FORGES as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new CodedError(
      'invalid-configuration',
      `hookSecrets names ${unknown}: forges are ${HOOK_FORGES.join(', ')}.`,
    );
  const expect = (forge: HookForge): readonly string[] => {
    const secrets = known.get(forge);
    if (secrets !== undefined) return secrets;
    throw new CodedError('unauthorised', 'Webhooks of this forge are off: the operator has set no secret for them.');
  };
  return {
    expect: (forge) => void expect(forge),
    async receive(forge, headers, body) {
      const now = clock.now();
      if (!isSigned(forge, headers, body, expect(forge), now))
        throw new CodedError('unauthorised', 'The webhook is not signed with the secret that was set here.');
      const event = EVENT_HEADERS[forge].map((name) => headers[name]).find((word) => word !== undefined) ?? '';
      const about = MATTERS.test(event) ? addressesIn(body, headers['content-type'] ?? '') : null;
      // Marked and woken together: a delivery that failed here is no repeated one when it comes again.
      const { repeated, due } = await store.wakeCrawlSources({
        ...{ marks: marksOf(forge, headers, body), until: now + LIMITS.hookKeptMs },
        ...(about === null ? { repositories: [], owners: [] } : keysOf(about)),
      });
      if (due.length > 0) onDue(due);
      return { event: event.slice(0, LIMITS.hookWords), repeated, due };
    },
  };
}

const EVENT_HEADERS: Readonly<Record<HookForge, readonly string[]>> = {
  github: ['x-github-event'],
  gitlab: ['x-gitlab-event'],
  forgejo: ['x-forgejo-event', 'x-gitea-event'],
};
const ID_HEADERS: Readonly<Record<HookForge, readonly string[]>> = {
  github: ['x-github-delivery'],
  gitlab: ['webhook-id', 'idempotency-key', 'x-gitlab-event-uuid'],
  forgejo: ['x-forgejo-delivery', 'x-gitea-delivery'],
};

/** Events after which a repository may have another manifest, release, name or state; all others change nothing here. */
const MATTERS =
  /^(push|tag_push|create|delete|release|repository|public|(system|push|tag push|release|project|repository update) hook)$/i;

/** The id of a delivery, and, where it is not signed, its signed content: bodies of these forges hold times. */
function marksOf(forge: HookForge, headers: HookHeaders, body: Buffer): string[] {
  const id = ID_HEADERS[forge].map((name) => headers[name]).find((word) => word !== undefined);
  const marks = id === undefined ? [] : [`hook:${forge}:id:${sha256Hex(id)}`];
  return forge === 'gitlab' && id !== undefined ? marks : [...marks, `hook:${forge}:body:${sha256Hex(body)}`];
}

/** Addresses of the repository that an event is about, as its forge writes them. Throws `malformed-body`. */
function addressesIn(body: Buffer, type: string): string[] {
  const text = body.toString('utf8');
  const json = /^application\/x-www-form-urlencoded\b/i.test(type)
    ? (new URLSearchParams(text).get('payload') ?? '')
    : text;
  let event: Record<string, Record<string, unknown> | undefined>;
  try {
    event = Object(JSON.parse(json)) as typeof event;
  } catch {
    throw new CodedError('malformed-body', 'The event is no JSON.');
  }
  const places = [event.repository, event.project].map((place) => Object(place) as Record<string, unknown>);
  const names = ['html_url', 'clone_url', 'web_url', 'git_http_url', 'homepage'];
  return places.flatMap((place) => names.map((name) => place[name])).filter((word) => typeof word === 'string');
}

/** The repository itself, and the owner whose list it may be new on. Throws `malformed-body`. */
function keysOf(addresses: string[]): { repositories: string[]; owners: string[] } {
  const keys = new Set(addresses.map(normaliseRepositoryUrl).filter((key) => key !== null));
  if (keys.size === 0) throw new CodedError('malformed-body', 'The event names no repository.');
  return { repositories: [...keys], owners: [...new Set([...keys].map((key) => key.slice(0, key.lastIndexOf('/'))))] };
}
