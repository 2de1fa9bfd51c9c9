import type { ComponentChildren, VNode } from 'preact';
import { ERRORS, type ErrorCode } from '../../kernel/errors.ts';
import { optionalText } from '../locales/text.ts';
import { STATUS } from '../plugins/problem.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Ticks } from '../ui/ticks.tsx';
import { configurationKeys } from './configuration.ts';
import { endpoints, metricDocs } from './endpoints.ts';
import type { CommandDoc, OperationDoc } from './reference-sources.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Everything that can be set, called, met or measured, made from the places that define it. */
export const referencePage =
  ({ reference }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    const metrics = metricDocs(await reference.metrics());
    const commands = await reference.commands();
    return {
      title: t('reference.title'),
      description: t('reference.lead'),
      body: (
        <div class="wrap page">
          <h1>{t('reference.title')}</h1>
          <p class="lead">{t('reference.lead')}</p>
          <p class="hint">{t('reference.english')}</p>
          <Part id="configuration" title={t('reference.configuration')}>
            {configurationKeys().map((key) => (
              <Entry id={`config-${key.name}`} name={key.environment}>
                <p lang="en">
                  <Ticks text={key.description} />
                </p>
                <p class="aside">
                  {t('reference.inFile')} <code>{key.name}</code> · {t('reference.default')}{' '}
                  {key.default === '' ? t('reference.empty') : <code>{key.default}</code>}
                  {key.range !== '' && ` · ${key.range}`}
                </p>
              </Entry>
            ))}
          </Part>
          <Part id="commands" title={t('reference.commands')}>
            {commands.map((command) => (
              <Command context={context} command={command} />
            ))}
          </Part>
          <Endpoints context={context} all={endpoints(reference.openApi())} />
          <Part id="errors" title={t('reference.errors')}>
            {Object.entries(ERRORS).map(([code, text]) => (
              <Entry id={`error-${code}`} name={code}>
                <p>
                  {optionalText(context.lang, `error.${code}`)} ({STATUS[code as ErrorCode]})
                </p>
                <p class="aside" lang="en">
                  <Ticks text={text} />
                </p>
              </Entry>
            ))}
          </Part>
          <Part id="metrics" title={t('reference.metrics')}>
            {metrics.map(({ name, help, type }) => (
              <Entry id={`metric-${name}`} name={name}>
                <p lang="en">
                  {help} ({type})
                </p>
              </Entry>
            ))}
          </Part>
        </div>
      ),
    };
  };

interface PartProps {
  id: string;
  title: string;
  children: ComponentChildren;
  before?: VNode;
}

const Part = ({ id, title, children, before }: PartProps): VNode => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {before}
    <dl class="reference">{children}</dl>
  </section>
);

const Entry = ({ id, name, children }: { id: string; name: string; children: ComponentChildren }): VNode => (
  <div id={id}>
    <dt>
      <code>{name}</code>
    </dt>
    <dd>{children}</dd>
  </div>
);

function Command({ context, command }: { context: PageContext; command: CommandDoc }): VNode {
  return (
    <Entry id={`command-${command.name}`} name={command.usage}>
      <div lang="en">
        <p>
          <Ticks text={command.summary} />
        </p>
        {command.details?.map((detail) => (
          <p>
            <Ticks text={detail} />
          </p>
        ))}
        <ul>
          {command.options.map(({ flag, description }) => (
            <li>
              <code>{flag}</code> <Ticks text={description} />
            </li>
          ))}
        </ul>
      </div>
      <p>{context.t('reference.exits')}</p>
      <ul lang="en">
        {command.exits.map(({ code, when }) => (
          <li>
            <code>{code}</code> <Ticks text={when} />
          </li>
        ))}
      </ul>
    </Entry>
  );
}

/** A parameter of so many endpoints is described once, above all of them: half of the page would be repetition. */
const SHARED_BY = 8;

type Parameter = NonNullable<OperationDoc['parameters']>[number];

function Endpoints({ context, all }: { context: PageContext; all: ReturnType<typeof endpoints> }): VNode {
  const { t } = context;
  const uses = new Map<string, { parameter: Parameter; times: number }>();
  for (const { operation } of all)
    for (const parameter of operation.parameters ?? []) {
      const use = uses.get(keyOf(parameter)) ?? { parameter, times: 0 };
      uses.set(keyOf(parameter), { ...use, times: use.times + 1 });
    }
  const shared = new Map([...uses].filter(([, { times }]) => times >= SHARED_BY));
  const list = (
    <>
      <p>{t('reference.shared')}</p>
      <ul lang="en">
        {[...shared.values()].map(({ parameter }) => (
          <ParameterText parameter={parameter} />
        ))}
      </ul>
    </>
  );
  return (
    <Part id="endpoints" title={t('reference.endpoints')} before={list}>
      {all.map(({ id, method, path, operation }) => (
        <Entry id={id} name={`${method} ${path}`}>
          <Operation operation={operation} shared={shared} />
        </Entry>
      ))}
    </Part>
  );
}

const keyOf = ({ name, in: place, description }: Parameter): string => `${place} ${name} ${description}`;

const ParameterText = ({ parameter: { name, in: place, description = '' } }: { parameter: Parameter }): VNode => (
  <li>
    <code>{name}</code> ({place}) <Ticks text={description} />
  </li>
);

function Operation({ operation, shared }: { operation: OperationDoc; shared: ReadonlyMap<string, unknown> }): VNode {
  const parameters = operation.parameters ?? [];
  const known = parameters.filter((parameter) => shared.has(keyOf(parameter)));
  return (
    <div lang="en">
      <p>
        <Ticks text={`${operation.summary}. ${operation.description ?? ''}`} />
      </p>
      {parameters.length > 0 && (
        <ul>
          {parameters
            .filter((parameter) => !shared.has(keyOf(parameter)))
            .map((parameter) => (
              <ParameterText parameter={parameter} />
            ))}
          {known.length > 0 && (
            <li>
              {known.map(({ name }, i) => (
                <>
                  {i > 0 && ', '}
                  <code>{name}</code>
                </>
              ))}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
