import type { VNode } from 'preact';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { SearchAnswer } from '../../registry/search-type.ts';
import type { Item, Reader } from '../../registry/types.ts';
import { nearTo } from '../../search/cues.ts';
import { STEMMED } from '../../search/stems.ts';
import { TASKS, type Task } from '../../search/tasks.ts';
import { type NameOf, taskName, taskPage } from '../labels.ts';
import type { TextKey } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Facts } from '../ui/facts.tsx';
import { ItemRow } from '../ui/item.tsx';
import { Related } from '../ui/related.tsx';
import { languageName } from '../ui/words.ts';
import { networksOf } from './networks.ts';
import type { PageDeps, PageHandler } from './serve.ts';

const AREAS = [...new Set(TASKS.map(({ area }) => area))];

/** All tasks by field of work, each with the number of products that do it. */
export const tasksPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    // A value that is asked for is counted however rare it is.
    const filters = { kind: ['software'], task: TASKS.map(({ id }) => id) };
    const { facets } = await read.search({ text: '', lang: context.lang, filters, sort: 'name', limit: 1 });
    const counts = new Map((facets.task ?? []).map(({ value, count }) => [value, count]));
    return {
      title: t('tasks.title'),
      part: 'tasks',
      description: t('tasks.lead'),
      body: (
        <div class="wrap page">
          <h1>{t('tasks.title')}</h1>
          <p>{t('tasks.lead')}</p>
          {AREAS.map((area) => (
            <Area context={context} area={area} counts={counts} />
          ))}
        </div>
      ),
    };
  };

function Area(props: { context: PageContext; area: string; counts: Map<string, number> }): VNode {
  const { context, area, counts } = props;
  const { lang, t } = context;
  const all = TASKS.filter((task) => task.area === area).map(({ id }) => ({ id, count: counts.get(id) ?? 0 }));
  const done = all.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const open = all.filter(({ count }) => count === 0);
  return (
    <section>
      <h2>{t(`tasks.area.${area}` as TextKey)}</h2>
      {done.length > 0 && <Ways context={context} tasks={done} />}
      {open.length > 0 && (
        <p class="hint">
          {t('tasks.open')}{' '}
          {open.map(({ id }, i) => (
            <>
              {i > 0 && ', '}
              <a class="ds-link" href={taskPage(id, lang)}>
                {taskName(id, lang)}
              </a>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

const Ways = ({ context: { lang, t }, tasks }: { context: PageContext; tasks: Counted[] }): VNode => (
  <ul class="ways">
    {tasks.map(({ id, count }) => (
      <li>
        <a href={taskPage(id, lang)}>
          {taskName(id, lang)} <span>{t('count.software', { count })}</span>
        </a>
      </li>
    ))}
  </ul>
);

/** One task: every product of every network that does it, and what it is called in nine languages. Throws `not-found`. */
export const taskPageOf =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent> => {
    const { lang, t } = context;
    const task = TASKS.find(({ id }) => id === params.task);
    if (task === undefined) throw new CodedError('not-found');
    const filters = { kind: ['software'], task: [task.id] };
    const wish = { text: '', lang, filters, sort: 'relevance', limit: LIMITS.pageSize } as const;
    const answer = await read.search(wish);
    const networks = await networksOf(read, lang, answer);
    const needs = await read.needs({ task: task.id }, lang, LIMITS.pageSize);
    const near = await nearOf(read, task.id, lang);
    const name = taskName(task.id, lang);
    return {
      title: name,
      part: 'tasks',
      description: t('task.lead', { task: name }),
      json: `/api/v1/search?kind=software&task=${task.id}`,
      body: <TaskBody context={context} task={task} answer={answer} networks={networks} needs={needs} near={near} />,
    };
  };

/** Tasks near to this one that some product does. */
async function nearOf(read: Reader, id: string, lang: string): Promise<Counted[]> {
  const near = nearTo(`task/${id}`).map((concept) => concept.slice('task/'.length));
  if (near.length === 0) return [];
  const filters = { kind: ['software'], task: near };
  const { facets } = await read.search({ text: '', lang, filters, sort: 'name', limit: 1 });
  const counts = new Map((facets.task ?? []).map(({ value, count }) => [value, count]));
  return near.flatMap((other) => ((counts.get(other) ?? 0) > 0 ? [{ id: other, count: counts.get(other) ?? 0 }] : []));
}

/** A task with the number of products that do it. */
interface Counted {
  id: string;
  count: number;
}

interface TaskProps {
  context: PageContext;
  task: Task;
  answer: SearchAnswer;
  networks: NameOf;
  needs: Item[];
  near: Counted[];
}

function TaskBody({ context, task, answer, networks, needs, near }: TaskProps): VNode {
  const { lang, t } = context;
  const name = taskName(task.id, lang);
  const several = (answer.facets.network ?? []).filter(({ count }) => count > 1);
  return (
    <div class="wrap page">
      <p class="crumbs">
        <a class="ds-link" href={`/${lang}/tasks`}>
          {t('tasks.title')}
        </a>
      </p>
      <h1>{name}</h1>
      <p>{t('task.count', { count: answer.total })}</p>
      {several.map(({ value, count }) => (
        <p>{t('task.several', { network: networks(value) ?? value, count })}</p>
      ))}
      <ul class="items">
        {answer.items.map((item) => (
          <ItemRow context={context} item={item} networks={networks} level={2} oneKind />
        ))}
      </ul>
      {answer.total > answer.items.length && (
        <p>
          <a class="ds-link" href={`/${lang}/search?kind=software&task=${task.id}`}>
            {t('list.all', { count: answer.total })}
          </a>
        </p>
      )}
      {needs.length > 0 && (
        <>
          <h2>{t('task.needs')}</h2>
          <Related context={context} items={needs} />
        </>
      )}
      {near.length > 0 && (
        <>
          <h2>{t('task.near')}</h2>
          <Ways context={context} tasks={near} />
        </>
      )}
      <h2>{t('task.words')}</h2>
      <Facts
        facts={STEMMED.map((other) => [
          languageName(lang, other),
          <span lang={other}>{task.words[other].join(', ')}</span>,
        ])}
        rows
      />
    </div>
  );
}
