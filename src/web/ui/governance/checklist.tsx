import type { VNode } from 'preact';
import { type Requirement, scaleOf } from '../../../governance/framework.ts';
import type { Framework } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside, Say } from '../text.tsx';
import { word } from '../words.ts';
import { Level, Theme, themeText, WideTable } from './words.tsx';

type Page = RecordContext<Framework>;

/** The levels from the lowest to the highest, with how much each asks for. */
export function levelsOfFramework({ context, record, cites }: Page): Section {
  const { requirements = [] } = record;
  const own = (level: string): number => requirements.filter((one) => one.level === level).length;
  return {
    id: 'levels',
    title: context.t('framework.levels'),
    body: (
      <>
        <p class="hint">{context.t('framework.levelsHint')}</p>
        <ol class="levels">
          {record.levels.map(({ id, note, source }) => (
            <li>
              <strong>
                <Level context={context} framework={record} level={id} />
              </strong>
              {own(id) > 0 && ` – ${context.t('framework.asksFor', { count: own(id) })}`}
              {note !== undefined && (
                <>
                  {'. '}
                  <Say context={context} text={note} />
                </>
              )}
              <Cite context={context} cites={cites} source={source} />
            </li>
          ))}
        </ol>
      </>
    ),
  };
}

/** Every requirement, theme by theme. */
export function requirementsSection(page: Page): Section | null {
  const { context, record } = page;
  const { requirements = [], themes = [] } = record;
  const groups = [...themes.map(({ id }) => id), null]
    .map((theme) => ({ theme, own: requirements.filter((one) => (one.theme ?? null) === theme) }))
    .filter(({ theme, own }) => own.length > 0 || theme !== null);
  if (groups.length === 0) return null;
  return section(
    'requirements',
    context.t('framework.requirements'),
    <>
      {requirements.length === 0 && <p>{context.t('framework.noRequirements')}</p>}
      {groups.map(({ theme, own }) => (
        <Group page={page} theme={theme} own={own} />
      ))}
    </>,
  );
}

function Group({ page, theme, own }: { page: Page; theme: string | null; own: Requirement[] }): VNode {
  const { context, record } = page;
  const name = themeText(context, record, theme);
  const note = record.themes?.find(({ id }) => id === theme)?.note;
  return (
    <>
      <h3>
        <Theme context={context} framework={record} theme={theme} />
      </h3>
      {note !== undefined && (
        <p>
          <Say context={context} text={note} />
        </p>
      )}
      {own.length > 0 && (
        <WideTable label={context.t('framework.requirementsOf', { theme: name })} stacked>
          <thead>
            <tr>
              <th scope="col">{context.t('requirement.id')}</th>
              <th scope="col">{context.t('requirement.title')}</th>
              <th scope="col">{context.t('requirement.level')}</th>
              <th scope="col">{context.t('requirement.binding')}</th>
            </tr>
          </thead>
          <tbody>
            {own.map((requirement) => (
              <Row page={page} requirement={requirement} />
            ))}
          </tbody>
        </WideTable>
      )}
    </>
  );
}

function Row({ page: { context, record }, requirement }: { page: Page; requirement: Requirement }): VNode {
  const { id, title, level, binding = 'unknown', address, note } = requirement;
  const { lang, t } = context;
  const text = title === undefined ? <em>{t('requirement.unknown')}</em> : <Say context={context} text={title} />;
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>
        {address === undefined ? text : <Outside href={address}>{text}</Outside>}
        {note !== undefined && (
          <p class="aside">
            <Say context={context} text={note} />
          </p>
        )}
      </td>
      <td data-of={t('requirement.level')}>
        <Level context={context} framework={record} level={level} />
      </td>
      <td data-of={t('requirement.binding')}>{word(lang, 'binding', binding)}</td>
    </tr>
  );
}

/** The ratings in use, and how they give a level. */
export function ruleSection({ context, record, cites }: Page): Section | null {
  if ((record.requirements ?? []).length === 0) return null;
  const { lang, t } = context;
  const { attainment } = record;
  const scale = scaleOf(record).map(({ id, means }) => {
    const own = record.scale?.find((one) => one.id === id)?.title;
    return (
      <>
        {own === undefined ? word(lang, 'verdict', id) : <Say context={context} text={own} />} –{' '}
        {word(lang, 'means', means)}
      </>
    );
  });
  return section(
    'rule',
    t('framework.rule'),
    <>
      <p>{t(`framework.rule.${attainment?.accepts ?? 'met'}`)}</p>
      {attainment?.note !== undefined && (
        <p>
          <Say context={context} text={attainment.note} />
          <Cite context={context} cites={cites} source={attainment.source} />
        </p>
      )}
      <h3>{t('framework.scale')}</h3>
      <ul>
        {scale.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </>,
  );
}
