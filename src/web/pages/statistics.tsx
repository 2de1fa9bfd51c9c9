import { CHARTS } from '../ui/charts/chart.ts';
import { Figure } from '../ui/charts/figure.tsx';
import type { PageContent } from '../ui/context.ts';
import { chartsOfAll } from './charts.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** The whole catalogue in pictures, each with its table and its numbers as a file. */
export const statisticsPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { lang, t } = context;
    const charts = await chartsOfAll(read, context, CHARTS);
    return {
      title: t('statistics.title'),
      description: t('statistics.lead'),
      body: (
        <div class="wrap page">
          <h1>{t('statistics.title')}</h1>
          <p class="lead">{t('statistics.lead')}</p>
          {charts.length === 0 && <p>{t('statistics.none')}</p>}
          <div class="charts">
            {charts.map((chart) => (
              <Figure context={context} chart={chart} at={`/${lang}/charts`} level={2} />
            ))}
          </div>
        </div>
      ),
    };
  };
