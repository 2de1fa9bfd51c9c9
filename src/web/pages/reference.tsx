import { ERRORS, type ErrorCode } from '../../kernel/errors.ts';
import { optionalText } from '../locales/text.ts';
import { STATUS } from '../plugins/problem.ts';
import type { PageContent } from '../ui/context.ts';
import { Elsewhere, Entry, Part } from '../ui/reference.tsx';
import { InWords } from '../ui/ticks.tsx';
import { configurationKeys } from './configuration.ts';
import { endpoints, type MetricDoc, metricDocs } from './endpoints.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Everything that can be set, called, met or measured, made from the places that define it; what is long has its own page. */
export const referencePage = ({ reference }: PageDeps): PageHandler => {
  // Names and words stay as they are; to measure all for them costs more than the page.
  let measured: MetricDoc[] | undefined;
  return async ({ context }): Promise<PageContent> => {
    const { lang, t } = context;
    measured ??= metricDocs(await reference.metrics());
    const metrics = measured;
    const commands = await reference.commands();
    return {
      title: t('reference.title'),
      description: t('reference.lead'),
      body: (
        <div class="wrap page">
          <h1>{t('reference.title')}</h1>
          <p class="lead">{t('reference.lead')}</p>
          <ul class="endpoints">
            {(['configuration', 'errors', 'metrics', 'commands', 'endpoints'] as const).map((part) => (
              <li>
                <a class="ds-link" href={`#${part}`}>
                  {t(`reference.${part}`)}
                </a>
              </li>
            ))}
          </ul>
          <Part id="configuration" title={t('reference.configuration')}>
            {configurationKeys().map((key) => (
              <Entry id={`config-${key.name}`} name={key.environment}>
                <p>
                  <InWords context={context} text={key.description} />
                </p>
                <p class="aside">
                  {t('reference.inFile')} <code>{key.name}</code> · {t('reference.default')}{' '}
                  {key.default === '' ? t('reference.empty') : <code>{key.default}</code>}
                  {key.range !== '' && ` · ${key.range}`}
                </p>
              </Entry>
            ))}
          </Part>
          <Part id="errors" title={t('reference.errors')}>
            {Object.entries(ERRORS).map(([code, text]) => (
              <Entry id={`error-${code}`} name={code}>
                <p>
                  {optionalText(lang, `error.${code}`)} ({STATUS[code as ErrorCode]})
                </p>
                <p class="aside">
                  <InWords context={context} text={text} />
                </p>
              </Entry>
            ))}
          </Part>
          <Part id="metrics" title={t('reference.metrics')}>
            {metrics.map(({ name, help, type }) => (
              <Entry id={`metric-${name}`} name={name}>
                <p>
                  <InWords context={context} text={help} /> (<code>{type}</code>)
                </p>
              </Entry>
            ))}
          </Part>
          <Elsewhere
            context={context}
            part="commands"
            links={commands.map(({ name }) => [`command-${name}`, `alminding ${name}`])}
          />
          <Elsewhere
            context={context}
            part="endpoints"
            links={endpoints(reference.openApi()).map(({ id, method, path }) => [id, `${method} ${path}`])}
          />
        </div>
      ),
    };
  };
};
