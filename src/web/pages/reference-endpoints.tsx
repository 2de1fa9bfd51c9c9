import type { VNode } from 'preact';
import type { PageContent } from '../ui/context.ts';
import { Entry, Part, ReferenceHead } from '../ui/reference.tsx';
import { Ticks } from '../ui/ticks.tsx';
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
          <ul class="endpoints" lang="en">
            {groups.map(({ name, description }) => (
              <li>
                <a class="ds-link" href={`#about-${name}`}>
                  {name}
                </a>{' '}
                {description}
              </li>
            ))}
          </ul>
          <p>{t('reference.shared')}</p>
          <ul lang="en">
            {[...shared.values()].map((parameter) => (
              <ParameterText parameter={parameter} />
            ))}
          </ul>
          {groups.map(({ name, members }) => (
            <Part id={`about-${name}`} title={name} lang="en">
              {members.map(({ id, method, path, operation }) => (
                <Entry id={id} name={`${method} ${path}`}>
                  <Operation operation={operation} shared={shared} />
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
