import { toRfc3339 } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { sameExpression } from '../licence/expression.ts';
import type { LicenceAnswer, LicenceChange, Software } from '../schemas.gen.ts';
import type { RecordRow, Store } from '../store/port.ts';
import { agreementOf, licenceOf, openOf } from './licence.ts';

/** One kept version of a record. */
export interface Kept {
  version: number;
  /** When it came, RFC 3339. */
  date: string;
  record: Software;
}

/** The licence of a software, with what changed over its kept versions. */
export async function readLicence(store: Store, row: RecordRow): Promise<LicenceAnswer> {
  const { record } = JSON.parse(row.view) as { record: Software };
  const now = licenceOf(record);
  const changes = licenceChanges(await keptVersions(store, row));
  const left = changes.findLast(({ kind }) => kind === 'left-open-source' || kind === 'became-open-source');
  const alerts = left?.kind === 'left-open-source' ? (['left-open-source', ...now.alerts] as const) : now.alerts;
  return { id: `${row.kind}/${row.slug}`, ...now, alerts: [...alerts], changes: [...toldChanges(record), ...changes] };
}

/** The newest versions, oldest first. One version alone has no changes, so nothing is read; an erased one is passed over. */
async function keptVersions(store: Store, row: RecordRow): Promise<Kept[]> {
  if (row.version < 2) return [];
  const kept: Kept[] = [];
  for (const { n, created } of await store.listVersions(row, LIMITS.licenceVersions)) {
    const found = await store.getBody(row, n);
    const record = found === null ? undefined : recordIn(found.body);
    if (record !== undefined) kept.push({ version: n, date: toRfc3339(created), record });
  }
  return kept.reverse();
}

const recordIn = (body: Uint8Array): Software | undefined =>
  (JSON.parse(Buffer.from(body).toString('utf8')) as { record?: Software }).record;

/** What changed between versions, oldest first. Pure. */
export function licenceChanges(kept: readonly Kept[]): LicenceChange[] {
  let known: Open = 'not known';
  return kept.slice(1).flatMap((after, i) => {
    const { record } = kept[i] as Kept;
    const was = openOf(record);
    known = was === 'not known' ? known : was;
    return between(record, after, known);
  });
}

type Open = ReturnType<typeof openOf>;

/** `known` is what was last known of whether it is open. */
function between(before: Software, { version, date, record }: Kept, known: Open): LicenceChange[] {
  const found: LicenceChange[] = [];
  const add = (kind: LicenceChange['kind'], from: string | undefined, to: string | undefined): void => {
    found.push({ kind, version, date, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  };
  const [from, to] = [stated(before), stated(record)];
  if (!sameExpression(from ?? '', to ?? '')) add(turn(known, openOf(record)), from, to);
  const [agreed, agrees] = [agreementOf(before), agreementOf(record)];
  if (agreed !== agrees && agrees === 'disagree') add('disagreement', undefined, undefined);
  if (agreed === 'disagree' && agrees === 'agree') add('agreement', undefined, undefined);
  const [held, holds] = [before.custody?.code, record.custody?.code];
  if (held !== holds && held !== undefined && holds !== undefined) add('holder', held, holds);
  return found;
}

const stated = ({ licence }: Software): string | undefined => licence?.spdx ?? licence?.stated;

/** To leave open source is to go from "yes" to "no", by way of what is not known too, which is a change like others. */
function turn(was: Open, is: Open): LicenceChange['kind'] {
  if (was === 'yes' && is === 'no') return 'left-open-source';
  return was === 'no' && is === 'yes' ? 'became-open-source' : 'licence';
}

/** Changes of holder that a source tells of the past. */
const toldChanges = ({ custody }: Software): LicenceChange[] =>
  (custody?.changes ?? []).map(({ date, from, to, source }) => ({
    kind: 'holder',
    ...(date === undefined ? {} : { date }),
    ...(from === undefined ? {} : { from }),
    to,
    ...(source === undefined ? {} : { source }),
  }));
