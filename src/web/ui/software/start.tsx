import type { VNode } from 'preact';
import type { Reader } from '../../../registry/types.ts';
import type { Organisation, Software } from '../../../schemas.gen.ts';
import type { RecordRow } from '../../../store/port.ts';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { slugOf } from '../item.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside } from '../text.tsx';
import { blockOf } from './about.tsx';

type Page = RecordContext<Software>;

/** So many trackers are named; a product of many repositories has one that counts. */
const TRACKERS = 3;

/** Ways to whoever looks after a product, beside those in its own record. */
export interface Ways {
  /** Issue trackers of its repositories, as they were seen. */
  trackers: string[];
  /** The mailbox of the body that owns it, never of a person. */
  mailbox: string | null;
}

export async function loadWays(read: Reader, page: Page, row: RecordRow): Promise<Ways> {
  const owner = page.items.get(page.record.owner?.organisation ?? '');
  const [observed, found] = await Promise.all([
    read.observations(row),
    owner === undefined ? null : read.lookup('organisation', `${slugOf(owner.id)}@${owner.origin}`),
  ]);
  const trackers = observed.flatMap(({ record }) => record.issues?.tracker ?? []);
  const view = found !== null && 'found' in found ? (JSON.parse(found.found.view) as { record: Organisation }) : null;
  return { trackers: [...new Set(trackers)].slice(0, TRACKERS), mailbox: view?.record.mailbox ?? null };
}

/** What somebody does next who wants it: read, get the code, find help, ask. */
export function startSection(page: Page, ways: Ways, offers: number, manifestUrl: string | undefined): Section | null {
  const { context, record } = page;
  const { t } = context;
  const block = blockOf(record, context)?.value;
  const facts: (Fact | null)[] = [
    listFact(t('start.read'), [
      ...link(block?.documentation, t('text.documentation')),
      ...link(block?.apiDocumentation, t('text.apiDocumentation')),
      ...link(record.landingUrl),
    ]),
    listFact(t('start.code'), link(record.url)),
    offers === 0
      ? null
      : [
          t('start.help'),
          <a class="ds-link" href="#offers">
            {t('start.offers', { count: offers })}
          </a>,
        ],
    listFact(
      t('start.tracker'),
      ways.trackers.map((href) => <Outside href={href} />),
    ),
    ways.mailbox === null
      ? null
      : [
          t('start.mailbox'),
          <a class="ds-link" href={`mailto:${ways.mailbox}`}>
            {ways.mailbox}
          </a>,
        ],
    manifestUrl === undefined
      ? null
      : [t('making.contacts'), <Outside href={manifestUrl}>{t('making.contactsLink')}</Outside>],
  ];
  const known = facts.some((fact) => fact !== null);
  return section('start', t('section.start'), known ? <Facts facts={facts} rows /> : null);
}

const link = (href: string | undefined, text?: string): VNode[] =>
  href === undefined ? [] : [<Outside href={href}>{text}</Outside>];
