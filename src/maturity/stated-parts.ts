import type { Observation, Software } from '../schemas.gen.ts';
import { accessibleBy } from './accessible.ts';
import type { Evidence } from './evidence.ts';
import { DOCUMENTS, OWN_FORMULA } from './formulas.ts';
import { atLeast, type Part, part } from './part.ts';

const F = OWN_FORMULA;

/** Bodies that use it, as the adoptions of the catalogue say. */
export interface Adopters {
  /** In production. */
  production: number;
  /** Known to use it, how far is not told. */
  inUse: number;
}

/** What a product's record and the catalogue say of it, some of it confirmed by its files. */
export function statedParts(
  software: Software,
  evidence: Evidence,
  suppliers: string[],
  adopters: Adopters,
  day: string,
): Part[] {
  return [
    status(software),
    documentation(software, evidence),
    localisation(software, evidence),
    accessibility(software, evidence),
    maintenance(software, day),
    suppliers.length === 0
      ? part('suppliers', 'not-known', 'none-named')
      : part('suppliers', atLeast(suppliers.length, F.suppliers), 'count', { count: suppliers.length }),
    adopted(adopters),
  ];
}

function status({ status, lifecycle }: Software): Part {
  const ended = lifecycle?.state === 'retired' || lifecycle?.state === 'handed-over';
  if (ended) return part('status', 'weak', 'lifecycle', { lifecycle: lifecycle.state });
  if (status === 'stable') return part('status', 'strong', 'declared', { status });
  if (status === 'beta') return part('status', 'fair', 'declared', { status });
  if (status !== undefined) return part('status', 'weak', 'declared', { status });
  if (lifecycle === undefined) return part('status', 'not-known', 'not-stated');
  return part('status', lifecycle.state === 'product' ? 'strong' : 'weak', 'lifecycle', { lifecycle: lifecycle.state });
}

const found = ({ all }: Evidence, is: string): boolean =>
  all.some(({ files = [] }) => files.some((file) => file.is === is));

const looked = ({ all }: Evidence, what: NonNullable<Observation['looked']>[number]): boolean =>
  all.some((one) => one.looked?.includes(what) === true);

function documentation({ description = {} }: Software, evidence: Evidence): Part {
  const blocks = Object.values(description);
  const has = DOCUMENTS.filter((what) => {
    if (what === 'api') return blocks.some(({ apiDocumentation }) => apiDocumentation !== undefined);
    if (what === 'documentation' && blocks.some((block) => block.documentation !== undefined)) return true;
    return found(evidence, what);
  });
  const inputs = { count: has.length, of: DOCUMENTS.length, found: has.join(', ') };
  const asOf = evidence.main?.read ?? null;
  if (!looked(evidence, 'files')) {
    // What was found is more than nothing; what is missing was not looked for.
    const standing = atLeast(has.length, F.documentation);
    return part('documentation', standing === 'weak' ? 'not-known' : standing, 'not-looked', inputs, asOf);
  }
  return part('documentation', atLeast(has.length, F.documentation), 'found', inputs, asOf);
}

function localisation({ localisation }: Software, { all }: Evidence): Part {
  const inFiles = all.flatMap(({ translations = [] }) => translations);
  const languages = [...new Set([...(localisation?.languages ?? []), ...inFiles].map((tag) => tag.toLowerCase()))];
  const ready = localisation?.ready === true || inFiles.length > 0;
  const inputs = { count: languages.length, languages: languages.slice(0, 12).join(', ') };
  if (languages.length === 0 && localisation?.ready === undefined)
    return part('localisation', 'not-known', 'not-stated');
  if (ready && languages.length >= F.localisation.strong) return part('localisation', 'strong', 'ready', inputs);
  if (ready || languages.length >= F.localisation.strong)
    return part('localisation', 'fair', ready ? 'ready' : 'languages', inputs);
  return part('localisation', 'weak', 'languages', inputs);
}

/** Nobody's silence says that a product is not accessible. */
function accessibility(software: Software, evidence: Evidence): Part {
  const named = accessibleBy(software);
  const statement = found(evidence, 'accessibility');
  if (named.length === 0 && !statement) return part('accessibility', 'not-known', 'not-stated');
  const inputs = { standards: named.join(', ') };
  if (statement) return part('accessibility', named.length > 0 ? 'strong' : 'fair', 'statement', inputs);
  return part('accessibility', 'fair', 'stated', inputs);
}

function maintenance({ maintenance }: Software, day: string): Part {
  const { type, contractors = [] } = maintenance ?? {};
  if (type === undefined) return part('maintenance', 'not-known', 'not-stated');
  if (type === 'none') return part('maintenance', 'weak', 'nobody');
  if (type !== 'contract') return part('maintenance', 'fair', type);
  const until = contractors
    .flatMap((one) => one.until ?? [])
    .sort()
    .at(-1);
  if (until === undefined) return part('maintenance', 'not-known', 'no-end');
  // A month or year runs to its last day.
  return day <= until || day.startsWith(until)
    ? part('maintenance', 'strong', 'runs', { date: until })
    : part('maintenance', 'weak', 'ended', { date: until });
}

/** That nobody is known to use it does not say that nobody does. */
function adopted({ production, inUse }: Adopters): Part {
  if (production + inUse === 0) return part('adopters', 'not-known', 'none-known');
  if (production === 0) return part('adopters', 'fair', 'in-use', { inUse });
  return part('adopters', atLeast(production, F.adopters), 'production', { production, inUse });
}
