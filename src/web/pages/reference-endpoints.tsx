import type { VNode } from 'preact';
import { optionalText } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Entry, Part, ReferenceHead } from '../ui/reference.tsx';
import { InWords } from '../ui/ticks.tsx';
import { type Endpoint, endpoints } from './endpoints.ts';
import type { OpenApiDoc, OperationDoc } from './reference-sources.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** A parameter of so many endpoints is described once, above all of them: half of the page would be repetition. */
const SHARED_BY = 8;

type Parameter = NonNullable<OperationDoc['parameters']>[number];

/** Every endpoint with its parameters, by what it is about. */
export const endpointsPage =
  ({ reference }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    const document = reference.openApi();
    const shared = sharedOf(endpoints(document));
    const groups = groupsOf(document);
    return {
      title: t('reference.endpoints'),
      description: t('reference.endpointsLead'),
      json: '/api/v1/openapi.json',
      body: (
        <div class="wrap page">
          <ReferenceHead context={context} part="endpoints" />
          <ul class="endpoints">
            {groups.map(({ name, description }) => (
              <li>
                <a class="ds-link" href={`#about-${name}`}>
                  <code>{name}</code>
                </a>{' '}
                <InWords context={context} text={description} />
              </li>
            ))}
          </ul>
          <p>{t('reference.shared')}</p>
          <ul>
            <Parameters context={context} parameters={[...shared.values()]} />
          </ul>
          {groups.map(({ name, members }) => (
            <Part id={`about-${name}`} title={<code>{name}</code>}>
              {members.map(({ id, method, path, operation }) => (
                <Entry id={id} name={`${method} ${path}`}>
                  <Operation context={context} operation={operation} shared={shared} />
                </Entry>
              ))}
            </Part>
          ))}
        </div>
      ),
    };
  };

interface Group {
  /** The tag that its endpoints have first. */
  name: string;
  description: string;
  members: Endpoint[];
}

/** The endpoints by their first tag, in the order in which the document names the tags; those without one come last. */
function groupsOf(document: OpenApiDoc): Group[] {
  const groups = new Map<string, Group>();
  for (const { name, description = '' } of document.tags ?? []) groups.set(name, { name, description, members: [] });
  for (const endpoint of endpoints(document)) {
    const name = endpoint.operation.tags?.[0] ?? 'other';
    const group = groups.get(name) ?? { name, description: '', members: [] };
    group.members.push(endpoint);
    groups.set(name, group);
  }
  return [...groups.values()].filter(({ members }) => members.length > 0);
}

function sharedOf(all: readonly Endpoint[]): Map<string, Parameter> {
  const uses = new Map<string, { parameter: Parameter; times: number }>();
  for (const parameter of all.flatMap(({ operation }) => operation.parameters ?? [])) {
    const { times } = uses.get(keyOf(parameter)) ?? { times: 0 };
    uses.set(keyOf(parameter), { parameter, times: times + 1 });
  }
  return new Map([...uses].flatMap(([key, { parameter, times }]) => (times < SHARED_BY ? [] : [[key, parameter]])));
}

const keyOf = ({ name, in: place, description }: Parameter): string => `${place} ${name} ${description}`;

interface ParametersProps {
  context: PageContext;
  parameters: readonly Parameter[];
}

/** `q (in the query) Words to look for.`; what is said of several in the same words is said once. */
const Parameters = ({ context, parameters }: ParametersProps): VNode => (
  <>
    {[...alikeOf(parameters).values()].map((alike) => {
      const [{ in: place, description = '' }] = alike;
      return (
        <li>
          <Names parameters={alike} /> ({optionalText(context.lang, `reference.in.${place}`) ?? <code>{place}</code>}){' '}
          <InWords context={context} text={description} />
        </li>
      );
    })}
  </>
);

type Some<T> = [T, ...T[]];

/** Parameters by where they stand and what is said of them. */
function alikeOf(parameters: readonly Parameter[]): Map<string, Some<Parameter>> {
  const groups = new Map<string, Some<Parameter>>();
  for (const parameter of parameters) {
    const key = `${parameter.in} ${parameter.description}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [parameter]);
    else group.push(parameter);
  }
  return groups;
}

const Names = ({ parameters }: { parameters: readonly Parameter[] }): VNode => (
  <>
    {parameters.map(({ name }, i) => (
      <>
        {i > 0 && ', '}
        <code>{name}</code>
      </>
    ))}
  </>
);

interface OperationProps {
  context: PageContext;
  operation: OperationDoc;
  shared: ReadonlyMap<string, unknown>;
}

function Operation({ context, operation, shared }: OperationProps): VNode {
  const { summary = '', description = '', parameters = [] } = operation;
  const known = parameters.filter((parameter) => shared.has(keyOf(parameter)));
  return (
    <>
      <p>
        <InWords context={context} text={summary} />
        {summary.endsWith('?') ? ' ' : '. '}
        <InWords context={context} text={description} />
      </p>
      {parameters.length > 0 && (
        <ul>
          <Parameters context={context} parameters={parameters.filter((one) => !shared.has(keyOf(one)))} />
          {known.length > 0 && (
            <li>
              <Names parameters={known} />
            </li>
          )}
        </ul>
      )}
    </>
  );
}
