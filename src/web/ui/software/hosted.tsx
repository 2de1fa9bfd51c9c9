import type { VNode } from 'preact';
import type { AddOn, RelationsAnswer } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import { WideTable } from '../governance/words.tsx';
import { type Section, section } from '../record-frame.tsx';
import { word } from '../words.ts';

/** Of a host its add-ons, and which of them fit which of its versions. What cannot be read is not known, never a fit. */
export function hostedSection(context: PageContext, { versions, addOns }: RelationsAnswer): Section | null {
  const told = addOns.filter(({ ranges }) => ranges.length > 0);
  if (versions.length === 0 || told.length === 0) return null;
  const { t } = context;
  return section(
    'hosted',
    t('section.hosted'),
    <>
      <p class="hint">{t('hosted.hint')}</p>
      <WideTable label={t('section.hosted')} stacked>
        <thead>
          <tr>
            <th scope="col">{t('hosted.addOn')}</th>
            {versions.map((version) => (
              <th scope="col">{version}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.map((addOn) => (
            <Row context={context} addOn={addOn} />
          ))}
        </tbody>
      </WideTable>
    </>,
  );
}

function Row({ context, addOn }: { context: PageContext; addOn: AddOn }): VNode {
  return (
    <tr>
      <th scope="row">
        <a class="ds-link" href={addOn.page}>
          {addOn.name}
        </a>
      </th>
      {addOn.fits.map(({ version, fits }) => (
        <td class="brief" data-of={version}>
          {word(context.lang, 'fits', fits)}
        </td>
      ))}
    </tr>
  );
}
