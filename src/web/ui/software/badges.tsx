import type { VNode } from 'preact';
import type { SourceAnswer } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import type { Section } from '../record-frame.tsx';

interface Shown {
  name: 'manifest' | 'level' | 'adopters';
  /** Address of the image, without that of the catalogue. */
  src: string;
}

/** Badges with what is copied into a README: for those who make the software. They lead back to this page. */
export function badgesSection(context: PageContext, address: string, sources: SourceAnswer[]): Section {
  const { t } = context;
  const api = `/api/v1/software/${address}/badge.svg`;
  const source = sources.find(({ verdict }) => verdict !== null);
  const shown: Shown[] = [
    ...(source === undefined ? [] : [{ name: 'manifest' as const, src: `/api/v1/sources/${source.id}/badge.svg` }]),
    { name: 'level', src: `${api}?show=level` },
    { name: 'adopters', src: `${api}?show=adopters` },
  ];
  return {
    id: 'badges',
    title: t('section.badges'),
    body: (
      <>
        <p>{t('badges.text')}</p>
        <ul class="badges">
          {shown.map((badge) => (
            <BadgeItem context={context} badge={badge} />
          ))}
        </ul>
      </>
    ),
  };
}

function BadgeItem({ context, badge }: { context: PageContext; badge: Shown }): VNode {
  const { site, t, path } = context;
  const name = t(`badges.${badge.name}`);
  return (
    <li>
      <p>
        <img src={badge.src} alt="" height="20" loading="lazy" /> {name}
      </p>
      <pre>
        <code>{`[![${name}](${site.url}${badge.src})](${site.url}${path})`}</code>
      </pre>
    </li>
  );
}
