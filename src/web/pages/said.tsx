import type { VNode } from 'preact';
import type { Reader } from '../../registry/types.ts';
import type { Citation, Claim, LocalisedText, Need, Note, Offer, Story } from '../../schemas.gen.ts';
import type { RecordRow } from '../../store/port.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent } from '../ui/context.ts';
import { pick } from '../ui/localised.ts';
import { Provenance } from '../ui/provenance.tsx';
import { notesSection, type RecordContext, sourcesSection } from '../ui/record-context.tsx';
import { RecordFrame, type Section } from '../ui/record-frame.tsx';
import { claimFacts } from '../ui/said/claim.tsx';
import type { Told } from '../ui/said/lists.tsx';
import { needFacts, needSections, offerFacts } from '../ui/said/offer.tsx';
import { storyFacts, storySections } from '../ui/said/story.tsx';
import { Say } from '../ui/text.tsx';
import { entrySection } from './entry.tsx';
import { SHOWN } from './links.tsx';
import { findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

type Said = Claim | Story | Offer | Need;
type SaidKind = 'claim' | 'story' | 'offer' | 'need';

interface Telling<T extends Said> {
  refs(record: T): (string | undefined)[];
  /** The record that it is about, for its title and the way back. */
  about(record: T): string | undefined;
  title(record: T): LocalisedText | undefined;
  lead(record: T): LocalisedText | undefined;
  facts(page: RecordContext<T>): VNode;
  sections(page: RecordContext<T>): (Section | null)[];
}

const claim: Telling<Claim> = {
  refs: ({ subject }) => [subject],
  about: ({ subject }) => subject,
  title: ({ what }) => what,
  lead: () => undefined,
  facts: claimFacts,
  sections: () => [],
};
const story: Telling<Story> = {
  refs: ({ subject, mainInstitution }) => [subject, mainInstitution?.organisation],
  about: ({ subject }) => subject,
  title: ({ title }) => title,
  lead: ({ summary }) => summary,
  facts: storyFacts,
  sections: storySections,
};
const offer: Telling<Offer> = {
  refs: (o) => [
    o.organisation,
    o.software,
    o.network,
    ...(o.confirmedBy ?? []).map(({ organisation }) => organisation),
  ],
  about: ({ software, network }) => software ?? network,
  title: () => undefined,
  lead: () => undefined,
  facts: offerFacts,
  sections: () => [],
};
const need: Telling<Need> = {
  refs: (n) => [
    n.raisedBy?.organisation,
    n.network,
    n.becomes,
    ...(n.shared ?? []).map(({ organisation }) => organisation),
  ],
  about: ({ becomes, network }) => becomes ?? network,
  title: ({ title }) => title,
  lead: () => undefined,
  facts: needFacts,
  sections: needSections,
};
const TELLING = { claim, story, offer, need } as unknown as Record<SaidKind, Telling<Said>>;

/** What a source says of something: a figure, a story, an offer, a need. Each with its source, on a page of its own. */
export const saidPage =
  (kind: SaidKind) =>
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Said & { sources?: Citation[]; notes?: Note[] }>(read, kind, params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const telling = TELLING[kind];
    const items = await resolveAll(read, row, lang, telling.refs(record));
    const page = { context, record, items, cites: new Citations(record.sources) };
    const about = items.get(telling.about(record) ?? '');
    const own = pick(telling.title(record), lang) ?? { value: view.name };
    const of = about === undefined || kind === 'story' ? '' : `${about.name}: `;
    const lead = telling.lead(record);
    return {
      title: `${of}${own.value}`,
      json: jsonAddress(kind, params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t(`value.kind.${kind}`)}
          name={
            <>
              {of}
              <span lang={own.lang}>{own.value}</span>
            </>
          }
          head={
            <>
              {lead !== undefined && (
                <p class="lead">
                  <Say context={context} text={lead} />
                </p>
              )}
              <Provenance context={context} view={view} />
              {telling.facts(page)}
            </>
          }
          sections={[
            ...telling.sections(page),
            notesSection(page, record.notes),
            sourcesSection(page),
            entrySection(context, view),
          ]}
          list={{ href: about?.page ?? `/${lang}/software`, text: about?.name ?? t('nav.software') }}
        />
      ),
    };
  };

const RELS = {
  software: { stories: ['story-of'], offers: ['offer-of'], needs: ['need-becomes'] },
  network: { stories: ['story-of'], offers: ['offer-in'], needs: ['need-in'] },
  organisation: { stories: ['told-by'], offers: ['offer-by'], needs: ['need-of'] },
} as const;

/** Stories, offers and needs of a record, the first of each. */
export async function loadTold(read: Reader, row: RecordRow, lang: string): Promise<Told> {
  const rels = RELS[row.kind as keyof typeof RELS];
  const of = async (all: readonly string[]) => (await read.linked(row, [...all], lang, SHOWN)).items;
  const [stories, offers, needs] = await Promise.all([of(rels.stories), of(rels.offers), of(rels.needs)]);
  return { stories, offers, needs };
}
