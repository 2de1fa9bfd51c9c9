import type { VNode } from 'preact';
import type { Item } from '../../../registry/types.ts';
import type { Network } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { Inline } from '../facts.tsx';
import { ItemLinks } from '../item.tsx';
import { Named, periodText, type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { CutShort, Say, SHOWN_AT_MOST } from '../text.tsx';
import { word } from '../words.ts';

type Page = RecordContext<Network>;
type Member = NonNullable<Network['members']>[number];

/** Who takes part, by how. */
export function membersSection(page: Page): Section | null {
  const { context, record } = page;
  const groups = new Map<string, Member[]>();
  for (const member of record.members ?? [])
    groups.set(member.involvement, [...(groups.get(member.involvement) ?? []), member]);
  if (groups.size === 0) return null;
  return section(
    'members',
    context.t('network.members'),
    [...groups].map(([involvement, members]) => (
      <>
        <h3>
          {word(context.lang, 'involvement', involvement)} <span class="count">({members.length})</span>
        </h3>
        <ul class="members">
          {members.slice(0, SHOWN_AT_MOST).map((member) => (
            <li class="member">
              <MemberText page={page} member={member} />
            </li>
          ))}
        </ul>
        <CutShort context={context} all={members} />
      </>
    )),
  );
}

function MemberText({ page, member }: { page: Page; member: Member }): VNode {
  const { organisation, name, note, source } = member;
  const period = periodText(page.context, member);
  return (
    <>
      <RefName items={page.items} {...(organisation && { target: organisation })} {...(name && { name })} />
      {period !== '' && <span class="period"> {period}</span>}
      <Cite context={page.context} cites={page.cites} source={source} />
      {note !== undefined && (
        <span class="reason">
          <Say context={page.context} text={note} />
        </span>
      )}
    </>
  );
}

/** Its parts: those that it names, and those that name it. */
export function subCommunitiesSection(page: Page, parts: Item[]): Section | null {
  const { context, record } = page;
  const named = record.subCommunities ?? [];
  const told = new Set(named.map(({ network }) => page.items.get(network ?? '')?.id));
  const further = parts.filter(({ id }) => !told.has(id));
  if (named.length + further.length === 0) return null;
  return section(
    'subcommunities',
    context.t('network.subCommunities'),
    <>
      <ul class="relations">
        {named.map(({ network, name, direction, note, source, lead, fieldOfWork = [] }) => (
          <li>
            <Named page={page} target={network} name={name} source={source} />
            {direction !== undefined && <span class="period"> {word(context.lang, 'direction', direction)}</span>}
            {note !== undefined && (
              <span class="reason">
                <Say context={context} text={note} />
              </span>
            )}
            {lead !== undefined && (
              <span class="reason">
                {context.t('network.lead')}
                {context.t('colon')}
                <Say context={context} text={lead} />
              </span>
            )}
            {fieldOfWork.length > 0 && (
              <span class="reason">
                {context.t('network.fieldOfWork')}
                {context.t('colon').trimEnd()}
                <Inline items={fieldOfWork.map((text) => <Say context={context} text={text} />)} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {further.length > 0 && <ItemLinks items={further} />}
    </>,
  );
}

export function suppliersSection(page: Page): Section | null {
  const suppliers = page.record.suppliers ?? [];
  if (suppliers.length === 0) return null;
  return section(
    'suppliers',
    page.context.t('software.suppliers'),
    <ul class="relations">
      {suppliers.map(({ organisation, name, role, source }) => (
        <li>
          <Named page={page} target={organisation} name={name} role={role} source={source} />
        </li>
      ))}
    </ul>,
  );
}

/** What a role may do about levels, and on which. */
function mayText({ context }: Page, may: string[], levels: string[]): string {
  const acts = may.map((one) => word(context.lang, 'may', one)).join(', ');
  return levels.length === 0 ? acts : `${acts}${context.t('colon')}${levels.join(', ')}`;
}

/** Who does what for it; offices and bodies, never persons. */
export function rolesSection(page: Page): Section | null {
  const roles = page.record.roles ?? [];
  if (roles.length === 0) return null;
  return section(
    'roles',
    page.context.t('network.roles'),
    <ul class="relations">
      {roles.map(({ organisation, name, role, source, may = [], levels = [], ...period }) => (
        <li>
          <Named page={page} target={organisation} name={name} role={role} source={source} />
          {may.length > 0 && <span class="period"> {mayText(page, may, levels)}</span>}
          {periodText(page.context, period) !== '' && <span class="period"> {periodText(page.context, period)}</span>}
        </li>
      ))}
    </ul>,
  );
}
