import type { Fault } from '../governance/faults.ts';
import type { Adoption, Contribution } from '../schemas.gen.ts';

/** Whether version, scope and address may be shown: the body itself has declared them and agreed to that. */
export const mayShowDetails = ({ evidence, consent }: Pick<Adoption, 'evidence' | 'consent'>): boolean =>
  evidence !== 'claimed' && consent === true;

const DETAILS = ['version', 'scope', 'address'] as const;

/** What makes no sense in an adoption, or must not be told: a public list of who runs which version helps attackers. */
export function adoptionFaults(adoption: Adoption): Fault[] {
  const faults = confirmedByOthers(adoption);
  if (adoption.software === undefined && adoption.softwareName === undefined)
    faults.push({
      ...{ rule: 'required', pointer: '/software', message: 'It is not said which software is used.' },
      hint: 'Name it: software: software/… or softwareName: …',
    });
  if (mayShowDetails(adoption)) return faults;
  for (const key of DETAILS)
    if (adoption[key] !== undefined)
      faults.push({
        rule: 'details',
        pointer: `/${key}`,
        message: `“${key}” is only published where the body itself has declared it and agreed to that.`,
        hint: 'Leave it out, or say evidence: declared and consent: true if that is so.',
      });
  return faults;
}

export function contributionFaults(contribution: Contribution): Fault[] {
  const faults = confirmedByOthers(contribution);
  const { software, network } = contribution;
  if ((software === undefined) === (network === undefined))
    faults.push({
      ...{ rule: 'required', pointer: '/software', message: 'A contribution is to one software or one network.' },
      hint: 'Name one of them: software: software/… or network: network/…',
    });
  return faults;
}

/** Only a body confirms its own word: what others claim has no date of confirmation. */
function confirmedByOthers({ evidence, lastConfirmed }: Pick<Adoption, 'evidence' | 'lastConfirmed'>): Fault[] {
  if (evidence !== 'claimed' || lastConfirmed === undefined) return [];
  return [
    {
      ...{
        rule: 'evidence',
        pointer: '/lastConfirmed',
        message: 'What is only claimed was not confirmed by the body.',
      },
      hint: 'Write the date of the source as asOf, or evidence: declared if the body itself says so.',
    },
  ];
}
