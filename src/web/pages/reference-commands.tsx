import type { VNode } from 'preact';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Entry, ReferenceHead } from '../ui/reference.tsx';
import { Ticks } from '../ui/ticks.tsx';
import type { CommandDoc } from './reference-sources.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Every command as its `--help` tells it. */
export const commandsPage =
  ({ reference }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    const commands = await reference.commands();
    return {
      title: t('reference.commands'),
      description: t('reference.commandsLead'),
      body: (
        <div class="wrap page">
          <ReferenceHead context={context} part="commands" />
          <ul class="endpoints">
            {commands.map(({ name, summary }) => (
              <li>
                <a class="ds-link" href={`#command-${name}`}>
                  <code>{name}</code>
                </a>{' '}
                <span lang="en">
                  <Ticks text={summary} />
                </span>
              </li>
            ))}
          </ul>
          <dl class="reference">
            {commands.map((command) => (
              <Command context={context} command={command} />
            ))}
          </dl>
        </div>
      ),
    };
  };

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
