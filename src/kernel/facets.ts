/** The facets of the catalogue, in the order in which they are shown. Empty ones are left out of answers. */
export const FACETS = [
  'kind',
  'task',
  'category',
  'network',
  'level',
  'country',
  'licence',
  'licence-family',
  'status',
  'lifecycle',
  'type',
  'platform',
  'host',
  'host-version',
  'code-held-by',
  'accessibility',
  'available',
  'scope',
  'language',
  'adopter-country',
  'adopter-kind',
  'help',
  'help-region',
  'help-evidence',
  'takes-part',
  'origin',
] as const;

export type FacetName = (typeof FACETS)[number];

export const isFacet = (name: string): name is FacetName => (FACETS as readonly string[]).includes(name);

export const SORTS = ['relevance', 'name', 'adopters', 'level', 'activity', 'updated'] as const;
export type Sort = (typeof SORTS)[number];
