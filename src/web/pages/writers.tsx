import type { VNode } from 'preact';
import type { Writers } from '../../schemas.gen.ts';
import type { Notice, Writer } from '../../writers/writer.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { Provenance } from '../ui/provenance.tsx';
import { RecordFrame, type Section } from '../ui/record-frame.tsx';
import { Outside } from '../ui/text.tsx';
import { entrySection } from './entry.tsx';
import { findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Who may write an entry besides the operator, what was announced, and what changed. */
export const writersPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Writers>(read, 'writers', params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const items = await resolveAll(read, row, lang, [record.of]);
    const entry = items.get(record.of);
    const name = entry?.name ?? record.of;
    const title = t('writers.title', { name });
    const head = (
      <>
        <p class="lead">{t(record.writers.length === 0 ? 'writers.none' : 'writers.lead')}</p>
        <Provenance context={context} view={view} />
      </>
    );
    const sections = [now(context, record), notices(context, record), history(context, record)];
    return {
      title,
      json: jsonAddress('writers', params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.writers')}
          name={title}
          head={head}
          sections={[...sections, entrySection(context, view)]}
          list={{ href: entry?.page ?? `/${lang}/software`, text: name }}
        />
      ),
    };
  };

function now(context: PageContext, { writers }: Writers): Section | null {
  if (writers.length === 0) return null;
  const body = (
    <ul>
      {writers.map((writer) => (
        <li>
          <OneWriter context={context} writer={writer} />
        </li>
      ))}
    </ul>
  );
  return { id: 'writers', title: context.t('writers.now'), body };
}

function OneWriter({ context, writer }: { context: PageContext; writer: Writer }): VNode {
  const { lang, t } = context;
  const { address, issuer, repository, since } = writer;
  const known = repository !== undefined && issuer !== undefined;
  const only = [writer.workflow, writer.ref, writer.environment].filter((what) => what !== undefined).join(', ');
  const words = [
    known ? t('writers.number', { repository, issuer }) : issuer === undefined ? t('writers.token') : issuer,
    ...(since === undefined ? [] : [t('writers.since', { date: dateText(lang, since) })]),
    ...(only === '' ? [] : [t('writers.only', { what: only })]),
  ];
  return (
    <>
      <Outside href={address} />
      {context.t('colon')}
      {words.join(', ')}
    </>
  );
}

function notices(context: PageContext, { notices = [] }: Writers): Section | null {
  if (notices.length === 0) return null;
  const body = (
    <ul>
      {notices.map((notice) => (
        <li>
          <OneNotice context={context} notice={notice} />
        </li>
      ))}
    </ul>
  );
  return { id: 'notices', title: context.t('writers.notices'), body };
}

function OneNotice({ context, notice }: { context: PageContext; notice: Notice }): VNode {
  const { lang, t } = context;
  const { act, writer, asked, due, disputed } = notice;
  return (
    <>
      <Outside href={writer.address} /> {t(`writers.notice.${act}`)}:{' '}
      {t('writers.due', { asked: dateText(lang, asked), due: dateText(lang, due) })}.
      {disputed !== undefined && <> {t('writers.disputed', { date: dateText(lang, disputed) })}</>}
    </>
  );
}

function history(context: PageContext, { history = [] }: Writers): Section | null {
  if (history.length === 0) return null;
  const { lang, t } = context;
  const body = (
    <ul>
      {history.map(({ act, address, by, on }) => (
        <li>
          {dateText(lang, on)}
          {context.t('colon')}
          <Outside href={address} /> {t(`writers.act.${act}`)} ({t(`writers.by.${by}`)})
        </li>
      ))}
    </ul>
  );
  return { id: 'changes', title: t('writers.history'), body };
}
