import { fold } from '../kernel/fold-text.ts';
import { type Agreement, agreement, agreementOfAll } from '../licence/agree.ts';
import { readExpression } from '../licence/expression.ts';
import { familyOfText, isOpen, isStatedClosed, marksOf } from '../licence/family.ts';
import { freedomsOfText } from '../licence/freedoms.ts';
import type { FoundLicenceAnswer, HolderAnswer, LicenceAnswer, Software } from '../schemas.gen.ts';

export type LicenceNow = Omit<LicenceAnswer, 'id' | 'changes'>;

const NOT_KNOWN = 'not known';
const told = <T extends string>(answer: T): Exclude<T, 'unknown'> | typeof NOT_KNOWN =>
  answer === 'unknown' ? NOT_KNOWN : (answer as Exclude<T, 'unknown'>);

/** What a software record says of its licence and of who holds the code. Pure; nothing is made up: unknown is said. */
export function licenceOf(s: Software): LicenceNow {
  const { spdx = '', stated } = s.licence ?? {};
  const expression = readExpression(spdx);
  const named = spdx === '' ? (stated ?? '') : spdx;
  const { use, study, modify, share } = freedomsOfText(named);
  const found = foundIn(s);
  const agrees = agreementOf(s);
  const holders = holdersOf(s);
  const holdersAgree = sameHolder(holders);
  return {
    declared: s.licence ?? null,
    family: familyOfText(named),
    open: openOf(s),
    licences: expression === null ? [] : marksOf(expression),
    freedoms: { use: told(use), study: told(study), modify: told(modify), share: told(share) },
    found,
    agreement: told(agrees),
    holders,
    holdersAgree: told(holdersAgree),
    alerts: [
      ...(agrees === 'disagree' ? (['disagree'] as const) : []),
      ...(holdersAgree === 'disagree' ? (['holders-differ'] as const) : []),
    ],
  };
}

/** Whether the declared licence is open source. */
export function openOf({ licence }: Software): LicenceNow['open'] {
  const { spdx, stated = '' } = licence ?? {};
  const expression = spdx === undefined ? null : readExpression(spdx);
  if (expression !== null) return told(isOpen(expression));
  return isStatedClosed(stated) ? 'no' : NOT_KNOWN;
}

type FoundIn = NonNullable<Software['foundLicences']>[number];

/** A file that is not there says nothing; other repositories may well be under another licence. */
const compared = (s: Software): FoundIn[] =>
  (s.foundLicences ?? []).filter(
    ({ absent, repository }) => !absent && (repository === undefined || repository === s.url),
  );

const asFound = ({ value = '', spdx, text }: FoundIn) => ({
  value,
  ...(spdx === undefined ? {} : { spdx }),
  ...(text === undefined ? {} : { ids: text }),
});

/** Declared against found. */
export const agreementOf = (s: Software): Agreement => agreementOfAll(s.licence?.spdx, compared(s).map(asFound));

function foundIn(s: Software): FoundLicenceAnswer[] {
  const own = new Set(compared(s));
  const files = (s.foundLicences ?? []).map((one) => ({
    ...(s.url === undefined ? {} : { repository: s.url }),
    ...one,
    looked: true,
    ...(own.has(one) ? { agrees: told(agreement(s.licence?.spdx, asFound(one))) } : {}),
  }));
  const known = new Set(files.map(({ repository }) => repository));
  const all = s.repositories ?? (s.url === undefined ? [] : [{ url: s.url }]);
  return [...files, ...all.filter(({ url }) => !known.has(url)).map(repositorySays)];
}

/** A repository of which only its licence as a whole is known, or not even that. */
function repositorySays({ url, licence }: NonNullable<Software['repositories']>[number]): FoundLicenceAnswer {
  const value = licence?.stated ?? licence?.spdx;
  if (value === undefined) return { repository: url, value: NOT_KNOWN, looked: false };
  const { spdx, source } = licence ?? {};
  return { repository: url, value, looked: true, ...(spdx && { spdx }), ...(source && { source }) };
}

function holdersOf(s: Software): HolderAnswer[] {
  const listed = s.custody?.holders ?? [];
  const says = new Set(listed.map((holder) => holder.says));
  const owner = says.has('owner') || s.owner === undefined ? [] : [{ says: 'owner' as const, ...s.owner }];
  const main =
    says.has('copyright-owner') || s.copyrightOwner === undefined
      ? []
      : [{ says: 'copyright-owner' as const, name: s.copyrightOwner }];
  return [...listed, ...owner, ...main];
}

/** Two who are named differently are two, unless they are the same record or one name begins the other. */
function sameHolder(holders: HolderAnswer[]): Agreement {
  if (holders.length < 2) return 'unknown';
  return holders.every((one) => holders.every((other) => isSame(one, other))) ? 'agree' : 'disagree';
}

function isSame(one: HolderAnswer, other: HolderAnswer): boolean {
  if (one.organisation !== undefined && one.organisation === other.organisation) return true;
  const [a, b] = [fold(one.name), fold(other.name)];
  return `${a} `.startsWith(`${b} `) || `${b} `.startsWith(`${a} `);
}
