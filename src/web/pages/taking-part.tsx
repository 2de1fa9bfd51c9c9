import type { Item, Reader } from '../../registry/types.ts';
import type { RecordRow } from '../../store/port.ts';
import { Contributions, contributionRefs, type TakesPart } from '../ui/contributions.tsx';
import type { RecordContext } from '../ui/record-context.tsx';
import { type Section, section } from '../ui/record-frame.tsx';
import { All, SHOWN } from './links.tsx';
import { resolveAll } from './record.ts';

/** Who takes part in a software or network, or in what a body takes part. */
export interface Participation {
  items: Item[];
  total: number;
  names: Map<string, Item>;
}

export async function loadParticipation(read: Reader, row: RecordRow, lang: string): Promise<Participation> {
  const { rel, side } = sideOf(row.kind === 'organisation');
  const { items, total } = await read.linked(row, [rel], lang, SHOWN);
  return { items, total, names: await resolveAll(read, row, lang, contributionRefs(items, side)) };
}

const sideOf = (ofBody: boolean): { rel: 'contribution-by' | 'contribution-to'; side: TakesPart } =>
  ofBody ? { rel: 'contribution-by', side: 'target' } : { rel: 'contribution-to', side: 'organisation' };

/** Left out where nobody is known to take part. */
export function participationSection(
  { context, cites }: RecordContext<unknown>,
  { items, total, names }: Participation,
  of: 'body' | 'thing',
): Section | null {
  if (total === 0) return null;
  const { rel, side } = sideOf(of === 'body');
  return section(
    'contributions',
    context.t(of === 'body' ? 'organisation.contributions' : 'section.contributions'),
    <>
      <Contributions context={context} items={items} names={names} side={side} cites={cites} />
      <All context={context} rel={rel} shown={items.length} total={total} />
    </>,
  );
}
