/** What a network sets of how its pages look, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { BLACK, colourText, contrast, mix, nearestPassing, parseColour, WHITE } from '../../src/kernel/contrast.ts';
import { loadTheme } from '../../src/web/static/theme.ts';
import { openApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'alminding-theme-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: Buffer | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
/** A PNG image of one pixel, and the same bytes with another size in their head. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
function sized(width: number, height: number): Buffer {
  const bytes = Buffer.from(PIXEL);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
const NONE = { logo: '', colour: '', darkColour: '' };
const refusal = (wish: Partial<typeof NONE>) =>
  loadTheme({ ...NONE, ...wish }).then(
    () => 'taken',
    (error: Error) => error.message,
  );

t.test('contrast is that of WCAG', async (t) => {
  t.equal(contrast(BLACK, WHITE), 21);
  t.equal(contrast(WHITE, WHITE), 1);
  t.equal(contrast([0x77, 0x77, 0x77], WHITE).toFixed(2), '4.48', 'the grey that just fails');
  t.equal(contrast([0x76, 0x76, 0x76], WHITE).toFixed(2), '4.54', 'and the one that just passes');
  t.equal(contrast([4, 5, 6], WHITE), contrast(WHITE, [4, 5, 6]));
  for (const text of ['', 'red', '#fff', '#12345g', '#1234567']) t.equal(parseColour(text), null, text);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (n) => {
      const text = `#${n.toString(16).padStart(6, '0')}`;
      const colour = parseColour(text);
      return colour !== null && colourText(colour) === text && contrast(colour, colour) === 1;
    }),
  );
  t.same(mix(WHITE, BLACK, 0.5), [128, 128, 128]);
  t.same(
    nearestPassing(WHITE, BLACK, () => false),
    BLACK,
  );
});

t.test('any colour is taken, or refused with one that is taken', async (t) => {
  const some = ['#0d7a5f', '#000000', '#ffffff', '#ffff00', '#e30613', '#00a0e0', '#777777', '#003865'];
  for (const colour of some) {
    const message = await refusal({ colour });
    const better = /The nearest colour that passes is (#[0-9a-f]{6})\.$/.exec(message)?.[1];
    t.ok(message === 'taken' || better !== undefined, `${colour}: ${message}`);
    if (better !== undefined) t.equal(await refusal({ colour: better }), 'taken', better);
    const dark = /passes is (#[0-9a-f]{6})/.exec(await refusal({ darkColour: colour }))?.[1];
    if (dark !== undefined) t.equal(await refusal({ darkColour: dark }), 'taken', dark);
  }
  t.match(
    await refusal({ colour: '#ffff00' }),
    /^#ffff00 has a contrast of 1\.\d\d to 1 on the light pages, and text needs 4\.5 to 1\./,
  );
  t.match(await refusal({ darkColour: '#000000' }), /on the dark pages/);
});

t.test('a logo is what its bytes say, small, and a PNG', async (t) => {
  t.equal(await refusal({ logo: file('good.svg', PIXEL) }), 'taken', 'whatever its name');
  t.match(await refusal({ logo: file('bad.png', '<svg xmlns="http://www.w3.org/2000/svg"/>') }), /is no PNG image/);
  t.match(await refusal({ logo: file('empty.png', '') }), /is no PNG image/);
  t.match(await refusal({ logo: join(folder, 'none.png') }), /is no file that can be read/);
  t.match(await refusal({ logo: folder }), /is no file that can be read/);
  t.match(await refusal({ logo: file('wide.png', sized(100_000, 1)) }), /is 100000 by 1 pixels/);
  t.match(await refusal({ logo: file('flat.png', sized(1, 0)) }), /is 1 by 0 pixels/);
  t.match(
    await refusal({ logo: file('big.png', Buffer.concat([PIXEL, Buffer.alloc(300_000)])) }),
    /a logo may have 262144/,
  );
});

t.test('pages carry the logo, its size and the colours of the network, as files of their own', async (t) => {
  const opened = await openApp(t, { name: 'Our commons', colour: '#003865', logo: file('logo.png', sized(160, 80)) });
  const { html, response } = await readPage(opened, '/en');
  const [, logo = ''] =
    /<img src="(\/static\/logo\.[0-9a-f]{12}\.png)" alt(?:="")? width="80" height="40"\/>/.exec(html) ?? [];
  const [, css = ''] = /<link rel="stylesheet" href="(\/static\/theme\.[0-9a-f]{12}\.css)"\/>/.exec(html) ?? [];
  const image = await opened.app.inject(logo);
  t.match(image.headers, { 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
  const sheet = await opened.app.inject(css);
  t.match(sheet.headers, { 'content-type': 'text/css; charset=utf-8' });
  t.match(sheet.body, '--ds-color-base-default:#003865');
  t.match(sheet.body, '@media (prefers-color-scheme:dark)');
  t.notMatch(String(response.headers['content-security-policy']), /unsafe|data:/);
  const plain = await readPage(await openApp(t), '/en');
  t.notMatch(plain.html, /static\/theme/);
});
