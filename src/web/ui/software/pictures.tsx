import type { VNode } from 'preact';
import type { ImageRow } from '../../../store/image-port.ts';
import type { PageContext, Picture } from '../context.ts';

/** Logo and screenshots of a product, small ones that lead to large ones; nothing where there are none. */
export function Pictures({
  context,
  name,
  images,
}: {
  context: PageContext;
  name: string;
  images: readonly ImageRow[];
}): VNode | null {
  if (images.length === 0) return null;
  const shots = images.filter(({ place }) => place === 'screenshot');
  return (
    <p class="pictures">
      {images.map((image) => {
        const n = shots.indexOf(image) + 1;
        const alt = n === 0 ? context.t('images.logo', { name }) : context.t('images.screenshot', { name, n });
        const img = <img src={`/images/${image.small}.webp`} alt={alt} loading="lazy" />;
        return n === 0 ? img : <a href={`/images/${image.large}.webp`}>{img}</a>;
      })}
    </p>
  );
}

/** The one picture that stands for the product in previews: a screenshot, which shows more than a logo. */
export function faceOf({ t }: PageContext, name: string, images: readonly ImageRow[]): Picture | undefined {
  const image = images.find(({ place }) => place === 'screenshot') ?? images[0];
  if (image === undefined) return undefined;
  const alt = image.place === 'logo' ? t('images.logo', { name }) : t('images.screenshot', { name, n: 1 });
  return { src: `/images/${image.large}.webp`, width: image.width, height: image.height, alt };
}
