import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  BLACK,
  type Colour,
  colourText,
  contrast,
  mix,
  nearestPassing,
  parseColour,
  WHITE,
} from '../../kernel/contrast.ts';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';

/** What a network has set of how its pages look. */
export interface Theme {
  /** Address of its style sheet, which follows that of the pages. */
  css?: string;
  /** Its logo, in the size in which it is shown, and the pixels that it has. */
  logo?: { src: string; width: number; height: number; pixels: { width: number; height: number } };
  /** The files behind these addresses. */
  files: ReadonlyMap<string, { bytes: Buffer; type: string }>;
}

interface Wish {
  logo: string;
  colour: string;
  darkColour: string;
}

/** Contrast of text (WCAG 2.2, 1.4.3). */
const ENOUGH = 4.5;
const DARK: Colour = [0x17, 0x18, 0x1a];
const LOGO_HEIGHT = 40;
const SIGNATURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** Reads and checks what a network has set; throws `invalid-configuration` with what would do instead. */
export async function loadTheme({ logo, colour, darkColour }: Wish): Promise<Theme> {
  const files = new Map<string, { bytes: Buffer; type: string }>();
  const keep = (name: string, extension: string, type: string, bytes: Buffer): string => {
    const src = `${name}.${sha256(bytes).toString('hex').slice(0, 12)}.${extension}`;
    files.set(src, { bytes, type });
    return `/static/${src}`;
  };
  const image = logo === '' ? null : await readLogo(resolve(logo));
  const css = colour === '' && darkColour === '' ? '' : themeCss(colour, darkColour);
  return {
    files,
    ...(css === '' ? {} : { css: keep('theme', 'css', 'text/css; charset=utf-8', Buffer.from(css)) }),
    ...(image === null ? {} : { logo: { ...image.size, src: keep('logo', 'png', 'image/png', image.bytes) } }),
  };
}

/**
 * The file is what its first bytes say, whatever its name is. Only PNG: it holds pixels and nothing that could ask for or run
 * anything, which cannot be said of SVG.
 */
async function readLogo(file: string): Promise<{ bytes: Buffer; size: Omit<NonNullable<Theme['logo']>, 'src'> }> {
  const known = await stat(file).catch(() => null);
  if (known === null || !known.isFile()) throw refused('logo', `${file} is no file that can be read.`);
  if (known.size > LIMITS.logoBytes)
    throw refused('logo', `${file} has ${known.size} bytes: a logo may have ${LIMITS.logoBytes}.`);
  const bytes = await readFile(file);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE))
    throw refused('logo', `${file} is no PNG image. Save the logo as PNG, 80 pixels high or more.`);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0 || width > LIMITS.logoPixels || height > LIMITS.logoPixels)
    throw refused('logo', `${file} is ${width} by ${height} pixels: a side may have 1 to ${LIMITS.logoPixels}.`);
  const shown = Math.min(LOGO_HEIGHT, height);
  const size = { width: Math.max(1, Math.round((width * shown) / height)), height: shown, pixels: { width, height } };
  return { bytes, size };
}

const tinted = (ground: Colour, colour: Colour): Colour => mix(ground, colour, 0.13);
const passesOn =
  (ground: Colour) =>
  (colour: Colour): boolean =>
    contrast(colour, ground) >= ENOUGH && contrast(colour, tinted(ground, colour)) >= ENOUGH;

function themeCss(light: string, dark: string): string {
  const onWhite = parseColour(light);
  const onDark = parseColour(dark);
  if (onWhite !== null) check('colour', onWhite, WHITE, BLACK);
  if (onDark !== null) check('darkColour', onDark, DARK, WHITE);
  const base = onWhite ?? nearestPassing(onDark as Colour, BLACK, passesOn(WHITE));
  const other = onDark ?? nearestPassing(base, WHITE, passesOn(DARK));
  const rules = (ground: Colour, colour: Colour): string =>
    `[data-color-scheme=auto][data-color=brand1]{${scale(ground, colour)}}`;
  return `${rules(WHITE, base)}@media (prefers-color-scheme:dark){${rules(DARK, other)}}\n`;
}

/** Text, links and the words on buttons must be read on the plain and on the tinted ground of the pages. */
function check(key: 'colour' | 'darkColour', colour: Colour, ground: Colour, end: Colour): void {
  const passes = passesOn(ground);
  if (passes(colour)) return;
  const ratio = Math.min(contrast(colour, ground), contrast(colour, tinted(ground, colour)));
  const better = colourText(nearestPassing(colour, end, passes));
  const where = key === 'colour' ? 'light' : 'dark';
  throw refused(
    key,
    `${colourText(colour)} has a contrast of ${(Math.floor(ratio * 100) / 100).toFixed(2)} to 1 on the ${where} pages, and text needs ${ENOUGH} to 1. The nearest colour that passes is ${better}.`,
  );
}

/** The colours of the design system that the pages use, made of one. */
function scale(ground: Colour, colour: Colour): string {
  const words = ground === WHITE ? WHITE : BLACK;
  const ink = ground === WHITE ? BLACK : WHITE;
  const values: Record<string, Colour> = {
    'background-tinted': mix(ground, colour, 0.07),
    'surface-tinted': tinted(ground, colour),
    'surface-hover': tinted(ground, colour),
    'surface-active': mix(ground, colour, 0.2),
    'border-subtle': mix(ground, colour, 0.45),
    'border-default': colour,
    'border-strong': colour,
    'text-subtle': colour,
    'text-default': mix(colour, ink, 0.55),
    'base-default': colour,
    'base-hover': mix(colour, ink, 0.12),
    'base-active': mix(colour, ink, 0.24),
    'base-contrast-default': words,
  };
  return Object.entries(values)
    .map(([name, value]) => `--ds-color-${name}:${colourText(value)};--ds-color-brand1-${name}:${colourText(value)}`)
    .join(';');
}

function refused(key: string, message: string): CodedError {
  const problem = { rule: 'setting', severity: 'error' as const, pointer: `/${key}`, message };
  return new CodedError('invalid-configuration', message, { problems: [problem] });
}
