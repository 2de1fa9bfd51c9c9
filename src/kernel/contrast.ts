/** A colour of sRGB: red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export const WHITE: Colour = [255, 255, 255];
export const BLACK: Colour = [0, 0, 0];

/** The colour of `#rrggbb`, or null for anything else. */
export function parseColour(text: string): Colour | null {
  const [, digits = ''] = /^#([0-9a-f]{6})$/i.exec(text) ?? [];
  if (digits === '') return null;
  const at = (i: number): number => Number.parseInt(digits.slice(i, i + 2), 16);
  return [at(0), at(2), at(4)];
}

export const colourText = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** So much of `part` in `ground`: 0 is the ground alone, 1 the part. */
export function mix(ground: Colour, part: Colour, share: number): Colour {
  const at = (i: 0 | 1 | 2): number => Math.round(ground[i] + (part[i] - ground[i]) * share);
  return [at(0), at(1), at(2)];
}

/** Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio). */
export function contrast(a: Colour, b: Colour): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance, 0 for black and 1 for white (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour nearest to this one on the way to `end` that passes, or `end` itself. */
export function nearestPassing(colour: Colour, end: Colour, passes: (colour: Colour) => boolean): Colour {
  for (let step = 0; step < 256; step += 1) {
    const next = mix(colour, end, step / 255);
    if (passes(next)) return next;
  }
  return end;
}
