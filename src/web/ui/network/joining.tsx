import type { VNode } from 'preact';
import type { Citation, LocalisedText, Network } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { type Fact, Facts } from '../facts.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside, Say } from '../text.tsx';

type Page = RecordContext<Network>;

/** What it wants, what it holds to, and by what it judges a product. */
export function purposeSection(page: Page): Section | null {
  const { context, record } = page;
  const { purpose = [], values = [], criteria = [] } = record;
  if (purpose.length + values.length + criteria.length === 0) return null;
  return section(
    'purpose',
    context.t('network.purpose'),
    <>
      {purpose.length > 0 && <Texts page={page} texts={purpose} />}
      {values.length > 0 && (
        <>
          <h3>{context.t('network.values')}</h3>
          <Texts page={page} texts={values} />
        </>
      )}
      {criteria.length > 0 && (
        <>
          <h3>{context.t('network.criteria')}</h3>
          <Texts page={page} texts={criteria} />
        </>
      )}
    </>,
  );
}

function Texts({ page, texts }: { page: Page; texts: LocalisedText[] }): VNode {
  return (
    <ul>
      {texts.map((text) => (
        <li>
          <Say context={page.context} text={text} />
        </li>
      ))}
    </ul>
  );
}

/** How to come in, and who may use without coming in. */
export function joiningSection(page: Page): Section | null {
  const { context, record } = page;
  const { t } = context;
  const { joining = {}, using } = record;
  const say = (key: 'joining.who' | 'joining.asked' | 'joining.fee' | 'joining.using', text?: LocalisedText) =>
    text === undefined ? null : ([t(key), <Told page={page} text={text} source={joining.source} />] satisfies Fact);
  const facts: (Fact | null)[] = [
    say('joining.who', joining.who),
    say('joining.asked', joining.asked),
    joining.ways === undefined ? null : [t('joining.ways'), <Texts page={page} texts={joining.ways} />],
    say('joining.fee', joining.fee),
    joining.address === undefined ? null : [t('joining.address'), <Outside href={joining.address} />],
    say('joining.using', using),
  ];
  return section('joining', t('network.joining'), facts.some(Boolean) ? <Facts facts={facts} rows /> : null);
}

function Told(props: { page: Page; text: LocalisedText; source: Citation | undefined }): VNode {
  const { page, text, source } = props;
  return (
    <>
      <Say context={page.context} text={text} />
      <Cite context={page.context} cites={page.cites} source={source} />
    </>
  );
}
