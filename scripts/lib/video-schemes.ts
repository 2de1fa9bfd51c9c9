import providers from 'oembed-providers/providers.json' with { type: 'json' };
import type { GeneratedFile } from './generated.ts';

/** Newer than the list by which manifests are judged elsewhere: players without a page. */
const LATER = /youtube\.com\/embed/;

interface Provider {
  endpoints: { schemes?: string[] }[];
}

/** The schemes of all providers of oEmbed, as the package has them. */
export const videoSchemes: GeneratedFile = {
  path: 'src/manifest/vocabularies/video-schemes.json',
  make: async () => {
    const all = (providers as Provider[]).flatMap(({ endpoints }) => endpoints.flatMap(({ schemes = [] }) => schemes));
    const kept = new Set(all.filter((scheme) => /^https?:\/\/[^/]+\/./.test(scheme) && !LATER.test(scheme)));
    return `${JSON.stringify([...kept].sort(), null, 2)}\n`;
  },
};
