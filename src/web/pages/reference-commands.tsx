import type { VNode } from 'preact';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Entry, ReferenceHead } from '../ui/reference.tsx';
import { InWords } from '../ui/ticks.tsx';
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
                <InWords context={context} text={summary} />
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
      <p>
        <InWords context={context} text={command.summary} />
      </p>
      {command.details?.map((detail) => (
        <p>
          <InWords context={context} text={detail} />
        </p>
      ))}
      {command.options.length > 0 && (
        <ul>
          {command.options.map(({ flag, description }) => (
            <li>
              <code>{flag}</code> <InWords context={context} text={description} />
            </li>
          ))}
        </ul>
      )}
      <p>{context.t('reference.exits')}</p>
      <ul>
        {command.exits.map(({ code, when }) => (
          <li>
            <code>{code}</code> <InWords context={context} text={when} />
          </li>
        ))}
      </ul>
    </Entry>
  );
}
