/** Where a word stands in a record, the weightiest first. The place in this list is what the index holds. */
export const FIELDS = ['name', 'alias', 'task', 'label', 'summary', 'feature', 'other', 'long'] as const;
export type Field = (typeof FIELDS)[number];

const WEIGHTS: Record<Field, number> = {
  ...{ name: 10, alias: 9, task: 8, label: 6, summary: 4 },
  ...{ feature: 2.5, other: 2, long: 1 },
};

/** What further fields add to the weightiest. */
const MORE = 0.15;

/** The weight of a word by the fields in which it stands, one bit for each. */
export const MASK_WEIGHTS: Float32Array = Float32Array.from({ length: 1 << FIELDS.length }, (_, mask) => {
  const weights = FIELDS.filter((_field, bit) => (mask & (1 << bit)) !== 0).map((field) => WEIGHTS[field]);
  const [most = 0, ...rest] = weights;
  return most + MORE * rest.reduce((sum, weight) => sum + weight, 0);
});

/** The fields of a mask, the weightiest first. */
export const fieldsOf = (mask: number): Field[] => FIELDS.filter((_field, bit) => (mask & (1 << bit)) !== 0);
