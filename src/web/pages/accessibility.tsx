import type { VNode } from 'preact';
import ACCESSIBILITY from '../accessibility.json' with { type: 'json' };
import type { TextKey } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { WideTable } from '../ui/governance/words.tsx';
import { Fill, Outside } from '../ui/text.tsx';
import { Contact } from './privacy.tsx';
import type { PageHandler } from './serve.ts';

interface Criterion {
  /** Number in WCAG 2.2: `1.4.10`. */
  id: string;
  level: string;
  result: string;
  /** The tests that check it, else the day on which it was read. */
  tests?: string[];
  read?: string;
  /** What stands against it, or why it does not apply, as `access.note.<word>`. */
  note?: string;
}

const CRITERIA: readonly Criterion[] = ACCESSIBILITY.criteria;

/**
 * The accessibility statement, in the model of the annex of Implementing Decision (EU) 2018/1523: status, what is not
 * accessible and why, how the statement was prepared, feedback, enforcement; then every criterion with how it was checked.
 */
export const accessibilityPage =
  (): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { lang, t, site } = context;
    const partly = CRITERIA.filter(({ result }) => result === 'partly');
    return {
      title: t('access.title'),
      description: t('access.title'),
      body: (
        <div class="wrap page prose-page">
          <h1>{t('access.title')}</h1>
          <p class="lead">{t('access.lead', { name: site.name })}</p>
          <p>
            <Fill
              context={context}
              text="access.applies"
              parts={{ address: <Outside href={site.url || `/${lang}`}>{site.url || site.name}</Outside> }}
            />
          </p>
          <h2>{t('access.status')}</h2>
          <p>{t(partly.length === 0 ? 'access.status.full' : 'access.status.partial')}</p>
          <p>{t('access.count', counts())}</p>
          <h2>{t('access.not')}</h2>
          <Exceptions context={context} partly={partly} />
          <h2>{t('access.prepared')}</h2>
          <p>{t('access.preparedOn', { date: dateText(lang, ACCESSIBILITY.prepared) })}</p>
          <p>{t('access.how')}</p>
          <p>{t('access.notDone')}</p>
          <p>{t('access.operator')}</p>
          <h2>{t('access.feedback')}</h2>
          <p>{t('access.feedbackText')}</p>
          <Contact context={context} />
          <h2>{t('access.enforcement')}</h2>
          <Enforcement context={context} />
          <h2 id="criteria">{t('access.all')}</h2>
          <Criteria context={context} />
        </div>
      ),
    };
  };

function counts(): Record<string, number> {
  const of = (wanted: string): number => CRITERIA.filter(({ result }) => result === wanted).length;
  return { total: CRITERIA.length, met: of('met'), none: of('not-applicable'), partly: of('partly') };
}

function Exceptions({ context, partly }: { context: PageContext; partly: Criterion[] }): VNode {
  const { t } = context;
  if (partly.length === 0) return <p>{t('access.none')}</p>;
  return (
    <>
      <p>{t('access.notLead')}</p>
      <ul>
        {partly.map(({ id, note }) => (
          <li>
            {note !== undefined && t(`access.note.${note}` as TextKey)} ({id} {t(`wcag.${id}` as TextKey)})
          </li>
        ))}
      </ul>
    </>
  );
}

function Enforcement({ context }: { context: PageContext }): VNode {
  const { enforcement = '' } = context.site;
  if (enforcement === '') return <p>{context.t('access.enforcementNone')}</p>;
  const address = <Outside href={enforcement} />;
  return (
    <p>
      <Fill context={context} text="access.enforcementAt" parts={{ address }} />
    </p>
  );
}

function Criteria({ context }: { context: PageContext }): VNode {
  const { t } = context;
  return (
    <WideTable label={t('access.all')} stacked>
      <thead>
        <tr>
          <th scope="col">{t('access.criterion')}</th>
          <th scope="col">{t('access.level')}</th>
          <th scope="col">{t('access.result')}</th>
          <th scope="col">{t('access.checked')}</th>
        </tr>
      </thead>
      <tbody>
        {CRITERIA.map((criterion) => (
          <tr>
            <th scope="row">
              {criterion.id} {t(`wcag.${criterion.id}` as TextKey)}
            </th>
            <td data-of={t('access.level')} class="figure">
              {criterion.level}
            </td>
            <td data-of={t('access.result')}>{t(`access.result.${criterion.result}` as TextKey)}</td>
            <td data-of={t('access.checked')}>
              <Checked context={context} criterion={criterion} />
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Checked({ context, criterion }: { context: PageContext; criterion: Criterion }): VNode {
  const { lang, t } = context;
  const { tests = [], read, note } = criterion;
  return (
    <>
      {tests.length > 0 && <p>{t('access.byTest', { tests: tests.map(shortly).join(', ') })}</p>}
      {read !== undefined && <p>{t('access.byReading', { date: dateText(lang, read) })}</p>}
      {note !== undefined && <p>{t(`access.note.${note}` as TextKey)}</p>}
    </>
  );
}

const shortly = (file: string): string => file.replace(/^test\//, '').replace(/\.test\.ts$/, '');
