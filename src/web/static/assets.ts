import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { pruneCss } from './prune-css.ts';

/** Addresses of the files that pages name. They change when the content does, so they are cached for good. */
export interface Assets {
  css: string;
  /** The one script of the pages: they all work without it. */
  script: string;
  icon: string;
  /** Shown where somebody sends the address of a page that has no picture of its own. */
  preview: string;
}

interface Asset {
  bytes: Buffer;
  type: string;
}

/** The theme, then what every component needs, then the components that our pages use. */
const DESIGN_SYSTEM = [
  import.meta.resolve('@digdir/designsystemet-css/theme.css'),
  import.meta.resolve('@digdir/designsystemet-css/base.css'),
  import.meta.resolve('@digdir/designsystemet-css/button.css'),
  import.meta.resolve('@digdir/designsystemet-css/tag.css'),
  import.meta.resolve('@digdir/designsystemet-css/chip.css'),
  import.meta.resolve('@digdir/designsystemet-css/card.css'),
  import.meta.resolve('@digdir/designsystemet-css/link.css'),
  import.meta.resolve('@digdir/designsystemet-css/skip-link.css'),
];
/** Our own rules, in this order. The first is about plain elements and gives way to the components. */
const OWN_SHEETS = ['base', 'frame', 'lists', 'record', 'pages', 'check', 'conditions'];
const USE = {
  prefix: 'ds-',
  classes: new Set(['ds-button', 'ds-tag', 'ds-chip', 'ds-card', 'ds-link', 'ds-skip-link', 'ds-sr-only']),
  unused: [
    ...['accent', 'brand2', 'success', 'info'].map((colour) => `[data-color=${colour}]`),
    ...['[data-color-scheme=dark]', '[data-color-scheme=light]', 'prefers-color-scheme:light', '[data-size=lg]'],
    ...[
      ':lang(n',
      '>input',
      '(input',
      'data-clickdelegatefor',
      'aria-busy',
      '[role=button]',
      ':disabled',
      '[data-icon]',
    ],
    ...['[data-removable]', '[data-fullwidth]', 'ds-card__block', '>.ds-details', ':is(img,svg)', '>span'],
  ],
};
const FOR_GOOD = 'public, max-age=31536000, immutable';

const FILES = new Map<string, Asset>();

/** Read, pruned and joined once, when the doors are loaded. */
export const ASSETS: Assets = {
  css: keep('site', 'css', 'text/css; charset=utf-8', await styleSheet()),
  script: keep(
    'suggest',
    'js',
    'text/javascript; charset=utf-8',
    await text(import.meta.resolve('#root/src/web/static/suggest.js')),
  ),
  icon: keep('icon', 'svg', 'image/svg+xml', await text(import.meta.resolve('#root/src/web/static/icon.svg'))),
  preview: keep(
    'preview',
    'png',
    'image/png',
    await readFile(new URL(import.meta.resolve('#root/src/web/static/preview.png'))),
  ),
};

/** Pixels of the picture at `ASSETS.preview`. */
export const PREVIEW_SIZE = { width: 1200, height: 630 };

/** Serves the files under `/static`. */
export function registerAssets(app: FastifyInstance, further: ReadonlyMap<string, Asset> = new Map()): void {
  app.get<{ Params: { file: string } }>('/static/:file', (request, reply) => {
    const asset = FILES.get(request.params.file) ?? further.get(request.params.file);
    if (asset === undefined) throw new CodedError('not-found');
    return reply.header('cache-control', FOR_GOOD).type(asset.type).send(asset.bytes);
  });
  app.get('/favicon.ico', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').redirect(ASSETS.icon),
  );
}

function keep(name: string, extension: string, type: string, content: string | Buffer): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const file = `${name}.${sha256(bytes).toString('hex').slice(0, 12)}.${extension}`;
  FILES.set(file, { bytes, type });
  return `/static/${file}`;
}

/** The whole style sheet of the pages. The theme brings its own layers; what lies in none wins over all of them. */
async function styleSheet(): Promise<string> {
  const [theme = '', base = '', ...components] = await Promise.all(DESIGN_SYSTEM.map(text));
  const [plain = '', ...own] = await Promise.all(
    OWN_SHEETS.map((name) => text(import.meta.resolve(`#root/src/web/static/${name}.css`))),
  );
  const layers = `${theme}@layer ds.base{${base}${plain}}@layer ds.components{${components.join('')}}`;
  return `@layer ds.theme,ds.base,ds.components;${pruneCss(layers + own.join(''), USE)}`;
}

function text(address: string): Promise<string> {
  return readFile(new URL(address), 'utf8');
}
