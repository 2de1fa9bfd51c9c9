import type { TeamStanding } from '../../../governance/teams.ts';
import type { Software } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import { Named, periodText, type RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { word } from '../words.ts';

/** Teams of public bodies, held against the rule of the network: too few are a breach and are told. */
export function teamsSection(page: RecordContext<Software>, standing: TeamStanding): Section | null {
  const { context, record } = page;
  const { teams } = record;
  if (teams === undefined) return null;
  const said = verdict(context, standing);
  return section(
    'teams',
    context.t('section.teams'),
    <>
      {said !== '' && <p class={standing.breach ? 'conflict' : 'hint'}>{said}</p>}
      {teams.length > 0 && (
        <ul class="relations">
          {teams.map((team) => (
            <li>
              <Named page={page} target={team.organisation} name={team.name} source={team.source} />
              {team.type !== undefined && ` (${word(context.lang, 'team', team.type)})`}
              {team.lead && ` ${context.t('teams.lead')}`}
              {periodText(context, team) !== '' && <span class="period"> {periodText(context, team)}</span>}
            </li>
          ))}
        </ul>
      )}
    </>,
  );
}

function verdict({ t }: PageContext, { count, minimum, norm, breach, belowNorm }: TeamStanding): string {
  if (count === null || minimum === null) return '';
  if (breach) return t(count === 0 ? 'teams.none' : 'teams.few', { count, minimum });
  return belowNorm ? t('teams.belowNorm', { count, norm: norm.join('–') }) : '';
}
