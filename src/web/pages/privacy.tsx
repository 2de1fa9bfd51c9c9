import type { VNode } from 'preact';
import type { TextKey } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Fill, Outside } from '../ui/text.tsx';
import type { PageHandler } from './serve.ts';

const PARTS = [
  ['visit', 4],
  ['check', 1],
  ['people', 3],
  ['rights', 2],
] as const;

/** What is known of those who visit, and of people in records. */
export const privacyPage =
  (): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    return {
      title: t('privacy.title'),
      description: t('privacy.lead'),
      body: (
        <div class="wrap page prose-page">
          <h1>{t('privacy.title')}</h1>
          <p class="lead">{t('privacy.lead')}</p>
          {PARTS.map(([part, count]) => (
            <section aria-labelledby={part}>
              <h2 id={part}>{t(`privacy.${part}.title`)}</h2>
              {Array.from({ length: count }, (_, i) => (
                <p>{t(`privacy.${part}.${i + 1}` as TextKey)}</p>
              ))}
            </section>
          ))}
          <section aria-labelledby="contact">
            <h2 id="contact">{t('privacy.contact')}</h2>
            <Contact context={context} />
          </section>
        </div>
      ),
    };
  };

/** Whom to write to, or that nobody has said. */
export function Contact({ context }: { context: PageContext }): VNode {
  const { contact = '' } = context.site;
  if (contact === '') return <p>{context.t('privacy.contactNone')}</p>;
  const href = contact.includes('@') && !contact.startsWith('https:') ? `mailto:${contact}` : contact;
  return (
    <p>
      <Fill context={context} text="privacy.contactAt" parts={{ contact: <Outside href={href}>{contact}</Outside> }} />
    </p>
  );
}
