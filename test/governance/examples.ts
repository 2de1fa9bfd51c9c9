import type { Assessment, Framework } from '../../src/schemas.gen.ts';

/** Three levels, two themes, one recommendation. */
export const house: Framework = {
  name: 'House list 2',
  version: '2',
  themes: [{ id: 'form' }, { id: 'care' }],
  levels: [
    { id: 'low', rank: 0 },
    { id: '1+', rank: 3 },
    { id: '2', rank: 9 },
  ],
  requirements: [
    { id: 'A', theme: 'form', level: 'low', binding: 'mandatory' },
    { id: 'B', theme: 'care', level: 'low' },
    { id: 'C', theme: 'form', level: '1+', binding: 'mandatory' },
    { id: 'D', theme: 'care', level: '1+', binding: 'recommended' },
    { id: 'E', level: '2', binding: 'mandatory' },
  ],
};

export const rated = (ratings: Record<string, string>, more: Partial<Assessment> = {}): Assessment => ({
  subject: 'software/x',
  framework: 'framework/house',
  frameworkVersion: '2',
  type: 'secretariat',
  ratings: Object.entries(ratings).map(([requirement, rating]) => ({ requirement, rating })),
  ...more,
});
