import sharp from 'sharp';
import t from 'tap';
import { draw } from '../../src/crawl/draw.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

const png = (side: number, red = 200): Promise<Buffer> =>
  sharp({ create: { width: side, height: side / 2, channels: 3, background: { r: red, g: 20, b: 20 } } })
    .withMetadata({ exif: { IFD0: { Artist: 'Somebody Known' } } })
    .png()
    .toBuffer();
const svg = (inside: string, head = ''): Buffer =>
  Buffer.from(
    `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">${inside}</svg>`,
  );

t.test('Pictures of any usual kind become two sizes without what stood around them, drawings pixels', async (t) => {
  const photo = await sharp(await png(3_000))
    .withMetadata({ exif: { IFD0: { Artist: 'Somebody Known' } } })
    .jpeg()
    .toBuffer();
  t.match(photo.toString('latin1'), /Somebody Known/, 'it is in there');
  const { small, large } = await draw(photo);
  t.match([small.width, large.width], [LIMITS.imageSmall, LIMITS.imageLarge]);
  for (const { bytes } of [small, large]) {
    const { format, exif, xmp, icc } = await sharp(bytes).metadata();
    t.same([format, exif, xmp, icc], ['webp', undefined, undefined, undefined]);
    t.notMatch(bytes.toString('latin1'), /Somebody Known/);
  }
  const tiny = await draw(await png(100));
  t.equal(tiny.large.width, 100, 'a small one is not blown up');
  const drawing = await draw(
    svg('<defs><linearGradient id="a"/></defs><rect width="40" height="20" fill="url(#a)"/><use href="#a"/>'),
  );
  t.equal(drawing.large.width, LIMITS.imageLarge, 'a drawing is sharp in each size');
  t.equal(
    (await draw(svg('<rect width="9" height="9"/>'))).small.digest,
    (await draw(svg('<rect width="9" height="9"/>'))).small.digest,
  );
});

t.test('What is no picture, unfolds without end or asks for something else is refused in words', async (t) => {
  const refused = { code: 'invalid-input' };
  // 30,000 by 30,000 pixels in some kilobytes.
  const bomb = await sharp({
    create: { width: 12_000, height: 12_000, channels: 3, background: 'white' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  t.ok(bomb.length < LIMITS.imageBytes, `${bomb.length} bytes`);
  await t.rejects(draw(bomb), refused);
  for (const bad of ['', 'x', '<html></html>', '%PDF-1.4', 'GIF89a', '\x89PNG\r\n\x1a\n'])
    await t.rejects(draw(Buffer.from(bad, 'latin1')), refused, bad);
  await t.rejects(draw((await png(400)).subarray(0, 200)), refused, 'cut off');
  for (const outward of [
    '<image href="https://elsewhere.example/x.png"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<use href="http://10.0.0.1/x.svg#a"/>',
    '<use xlink:href = "other.svg#a"/>',
    '<rect fill="url(https://elsewhere.example/#a)"/>',
    '<style>@import url("https://elsewhere.example/a.css");</style>',
    '<script>1</script>',
    '<foreignObject/>',
    '<filter id="f"><feImage href="#x"/></filter>',
  ])
    await t.rejects(draw(svg(outward)), refused, outward);
  await t.rejects(draw(svg('<text>&x;</text>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), refused);
  await t.rejects(draw(svg(`<desc>${'x'.repeat(LIMITS.drawingBytes)}</desc>`)), refused);
});

t.test(
  'Pictures of a manifest are served from here, stay when they cannot be had, and go with their entry',
  async (t) => {
    const server = await gitServer(t);
    const { add, crawl, source, store, registry, clock } = crawlWorld(t, server.exceptions);
    const url = `${server.url}/town/agenda`;
    const lines = (shots: string[]): string =>
      manifestOf('Agenda', url, 'logo: assets/logo.svg\n').replace(
        '    features:',
        `    screenshots:\n${shots.map((shot) => `      - ${shot}\n`).join('')}    features:`,
      );
    const many = Array.from({ length: 12 }, (_, i) => `shots/${i}.png`);
    const files: Record<string, Buffer | string> = {
      'assets/logo.svg': svg('<rect width="9" height="9"/>'),
      'shots/0.png': await png(800),
    };
    await server.commit('town/agenda', { ...files, 'shots/1.png': 'no picture', 'publiccode.yml': lines(many) });
    const id = await add(url);
    t.match(await crawl(), { published: 1, observed: 1 });
    const key = { origin: 0, kind: 'software', slug: 'agenda' } as const;
    const images = await store.listImages(key);
    t.match(images, [
      { place: 'logo', source: 'assets/logo.svg' },
      { place: 'screenshot', source: 'shots/0.png', width: 800, height: 400 },
    ]);
    t.equal(images.length, 2);
    const { problems } = (await source(id)).seen;
    t.match(problems.filter(({ rule }) => rule === 'image')[0], {
      severity: 'warning',
      pointer: '/description/en/screenshots/1',
      message: /no picture/,
    });
    t.equal(
      problems.filter(({ rule }) => rule === 'image').length,
      LIMITS.images - 2,
      'no more than so many are looked for',
    );
    const digest = images[1]?.large ?? '';
    t.ok((await store.getImage(digest))?.length);
    clock.at += 8 * DAY;
    await server.commit(
      'town/agenda',
      { 'shots/0.png': await png(800, 90), 'publiccode.yml': lines(['shots/0.png']) },
      { date: '2026-12-01T10:00:00Z' },
    );
    await crawl();
    const next = await store.listImages(key);
    t.equal(next[0]?.small, images[0]?.small, 'what did not change is not drawn again');
    t.not(next[1]?.large, digest);
    t.equal(await store.getImage(digest), null, 'what nobody shows is gone');
    const [first] = await store.listVersions(key, 1, 2);
    await registry.erase('software', 'agenda', first?.digest ?? '');
    t.equal((await store.listImages(key)).length, 2, 'an old version is erased, not the product');
    await registry.withdraw('software', 'agenda', 'retired');
    await store.putImages(key, next, new Map());
    t.equal(await store.getImage(next[1]?.large ?? ''), null);
    t.same(await store.listImages(key), []);
  },
);
