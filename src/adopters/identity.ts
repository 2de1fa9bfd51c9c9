/** An organisation's record, as far as it tells which body it is. */
export interface Identified {
  /** Of the record: `organisation/aarhus-kommune@built-in`. */
  id: string;
  /** `scheme:value`. */
  identifiers: readonly string[];
  /** Records that it says to be the same; it counts when both sides say so. */
  sameAs: readonly string[];
}

/** One body has one value of these; where joined records have two, they are not one body. */
const ONE_VALUE = new Set(['kommunekode', 'cvr', 'ipa', 'nis', 'insee', 'lau', 'wikidata']);
/** Places, in which several bodies sit. */
const NO_BODY = new Set(['nuts', 'iso-3166-2']);

/**
 * Which records are the same body, over all origins: by a shared official identifier, or where both say so. The id of each
 * leads to the least id of its body. Records that would join two different bodies join nothing. Independent of order.
 */
export function bodiesOf(records: readonly Identified[]): Map<string, string> {
  const root = rootsOf(records);
  const torn = tornIn(records, root);
  return new Map(records.map(({ id }) => [id, torn.has(root(id)) ? id : root(id)]));
}

/** Joins what belongs together; answers the least id of each. */
function rootsOf(records: readonly Identified[]): (id: string) => string {
  const parents = new Map<string, string>(records.map(({ id }) => [id, id]));
  const root = (id: string): string => {
    let at = id;
    for (let next = parents.get(at) as string; next !== at; next = parents.get(at) as string) at = next;
    parents.set(id, at);
    return at;
  };
  const join = (a: string, b: string): void => {
    const [one, other] = [root(a), root(b)].sort() as [string, string];
    parents.set(other, one);
  };
  const byIdentifier = new Map<string, string>();
  const named = new Map(records.map((record) => [record.id, record]));
  for (const { id, identifiers, sameAs } of records) {
    for (const identifier of identifiers.filter((one) => !NO_BODY.has(schemeOf(one)))) {
      join(byIdentifier.get(identifier) ?? id, id);
      byIdentifier.set(identifier, id);
    }
    for (const other of sameAs) if (named.get(other)?.sameAs.includes(id)) join(other, id);
  }
  return root;
}

/** Those joined although they have two values of what a body has one of. */
function tornIn(records: readonly Identified[], root: (id: string) => string): Set<string> {
  const torn = new Set<string>();
  const values = new Map<string, string>();
  for (const { id, identifiers } of records) {
    for (const identifier of identifiers.filter((one) => ONE_VALUE.has(schemeOf(one)))) {
      const slot = `${root(id)} ${schemeOf(identifier)}`;
      if (values.has(slot) && values.get(slot) !== identifier) torn.add(root(id));
      values.set(slot, identifier);
    }
  }
  return torn;
}

const schemeOf = (identifier: string): string => identifier.slice(0, identifier.indexOf(':'));
