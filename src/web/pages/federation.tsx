import type { VNode } from 'preact';
import type { PinSeen } from '../../federation/pinned.ts';
import type { ErasureReport, FederationReader, FederationReport, PeerReport } from '../../federation/report.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { ERRORS, type ErrorCode } from '../../kernel/errors.ts';
import type { Reader } from '../../registry/types.ts';
import { formatNumber } from '../locales/text.ts';
import type { PageContext } from '../ui/context.ts';
import { agoText, dateText } from '../ui/dates.ts';
import { Facts, Inline } from '../ui/facts.tsx';
import { WideTable } from '../ui/governance/words.tsx';
import { HandOverTable } from '../ui/hand-over.tsx';
import type { PageHandler } from './serve.ts';

/** The federation as it is seen from here: our log, who is mirrored, who witnesses whom, what is held, what was erased. */
export const federationPage =
  ({ federation, read }: { federation: FederationReader; read: Pick<Reader, 'handOvers'> }): PageHandler =>
  async ({ context }) => {
    const { t } = context;
    const report = await federation.told();
    const moved = await read.handOvers();
    return {
      title: t('federation.title'),
      part: 'about',
      json: '/api/v1/federation',
      body: (
        <div class="wrap page">
          <h1>{t('federation.title')}</h1>
          <p class="lead">{t('federation.lead')}</p>
          <Own context={context} report={report} />
          <h2>{t('federation.peers')}</h2>
          {report.peers.length === 0 ? <p>{t('federation.none')}</p> : <Peers context={context} peers={report.peers} />}
          <HandOverTable context={context} reports={moved} />
          <Erasures context={context} erasures={report.erasures} />
        </div>
      ),
    };
  };

const day = ({ lang }: PageContext, ms: number): string => dateText(lang, toRfc3339(ms));
const ago = ({ lang, site }: PageContext, ms: number): string => agoText(lang, site.now() - ms);
const names = (context: PageContext, list: string[]): VNode | string =>
  list.length === 0 ? context.t('federation.nobody') : <Inline items={list} />;

/** Who has pinned it; with a word where the key is not the present one. */
const pinners = ({ t }: PageContext, seen: PinSeen[]): string[] =>
  seen.map(({ name, key }) => (key === 'same' ? name : t(`federation.pin.${key}`, { name })));

/** Somebody was misled: they, or we. */
const otherKeys = ({ t }: PageContext, seen: PinSeen[]): string | false => {
  const those = seen.filter(({ key }) => key === 'different').map(({ name }) => name);
  return those.length > 0 && t('federation.otherKey', { names: those.join(', ') });
};

function Own({ context, report: { own, witnesses } }: { context: PageContext; report: FederationReport }): VNode {
  const { lang, t } = context;
  if (own === null) return <p>{t('federation.unsigned')}</p>;
  const odd = otherKeys(context, own.pinnedBy);
  const silent = witnesses.filter(({ problem, cosigned }) => problem !== null || cosigned === null);
  return (
    <Facts
      facts={[
        [t('federation.ownLog'), own.origin, true],
        [t('federation.leaves'), formatNumber(lang, own.size)],
        [t('federation.signed'), ago(context, own.signed)],
        [t('federation.cosignedBy'), names(context, own.cosignedBy)],
        [t('federation.pinnedBy'), names(context, pinners(context, own.pinnedBy))],
        odd === false ? null : [t('federation.open'), odd],
        silent.length === 0 ? null : [t('federation.silent'), <Inline items={silent.map(({ name }) => name)} />],
      ]}
    />
  );
}

function Peers({ context, peers }: { context: PageContext; peers: PeerReport[] }): VNode {
  const { lang, t } = context;
  return (
    <WideTable label={t('federation.peers')} stacked>
      <thead>
        <tr>
          {(['name', 'heard', 'leaves', 'records', 'cosignedBy', 'pinnedBy', 'traffic', 'open'] as const).map(
            (column) => (
              <th scope="col">{t(`federation.${column}`)}</th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {peers.map((peer) => (
          <tr>
            <th scope="row">
              {peer.name}
              <br />
              {peer.origin}
            </th>
            <td data-of={t('federation.heard')}>
              {peer.looked === null ? t('federation.never') : ago(context, peer.looked)}
            </td>
            <td data-of={t('federation.leaves')}>
              {formatNumber(lang, peer.size)}
              {peer.behind > 0 && ` (${t('federation.behind', { count: peer.behind })})`}
            </td>
            <td data-of={t('federation.records')}>{formatNumber(lang, peer.records)}</td>
            <td data-of={t('federation.cosignedBy')}>{names(context, peer.cosignedBy)}</td>
            <td data-of={t('federation.pinnedBy')}>{names(context, pinners(context, peer.pinnedBy))}</td>
            <td data-of={t('federation.traffic')}>
              {t('federation.asked', {
                requests: peer.health.requests,
                kilobytes: formatNumber(lang, Math.ceil(peer.health.bytes / 1024)),
              })}
            </td>
            <td data-of={t('federation.open')}>
              <Open context={context} peer={peer} />
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

/** What is out of order, in words; or that nothing is. */
function Open({ context, peer }: { context: PageContext; peer: PeerReport }): VNode | string {
  const { t } = context;
  const { health, stale, frozen, heldRemovals, missingBodies, unshownBodies, state, unwitnessed, erasedLately } = peer;
  const items = [
    state !== 'active' && t(`federation.state.${state}`),
    frozen !== null && t('federation.frozen', { size: frozen }),
    otherKeys(context, peer.pinnedBy),
    health.heldEpoch !== null && t('federation.heldEpoch', { log: health.heldEpoch.line }),
    stale !== null && t('federation.stale', { date: day(context, stale) }),
    health.problem !== null && ERRORS[health.problem.code as ErrorCode],
    health.heldAt !== null && t('federation.heldAt', { size: health.heldAt }),
    heldRemovals > 0 && t('federation.heldRemovals', { count: heldRemovals }),
    erasedLately > 0 && t('federation.erasedLately', { count: erasedLately }),
    unwitnessed > 0 && t('federation.unwitnessed', { count: unwitnessed, quorum: peer.quorum }),
    missingBodies > 0 && t('federation.missing', { count: missingBodies }),
    unshownBodies > 0 && t('federation.unshown', { count: unshownBodies }),
  ].filter((item) => typeof item === 'string');
  return items.length === 0 ? t('federation.wellMirrored') : <Inline items={items} />;
}

function Erasures({ context, erasures }: { context: PageContext; erasures: ErasureReport[] }): VNode | null {
  const { t } = context;
  if (erasures.length === 0) return null;
  return (
    <>
      <h2>{t('federation.erasures')}</h2>
      <p>{t('federation.erasuresLead')}</p>
      <WideTable label={t('federation.erasures')}>
        <thead>
          <tr>
            {(['erased', 'confirmed', 'open'] as const).map((column) => (
              <th scope="col">{t(`federation.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {erasures.map((erasure) => (
            <tr>
              <th scope="row">{day(context, erasure.erased)}</th>
              <td>{confirmed(erasure).join(', ') || t('federation.nobody')}</td>
              <td>
                {open(context, erasure).join(', ') || t('federation.nobody')}
                {erasure.overdue && ` (${t('federation.overdue')})`}
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </>
  );
}

const confirmed = ({ answers }: ErasureReport): string[] =>
  answers.filter(({ answer }) => answer === 'gone').map(({ peer }) => peer);

const open = ({ t }: PageContext, { answers }: ErasureReport): string[] =>
  answers.flatMap(({ peer, answer }) =>
    answer === 'present' || answer === 'no-answer' || answer === 'not-asked'
      ? [`${peer}: ${t(`federation.answer.${answer}`)}`]
      : [],
  );
