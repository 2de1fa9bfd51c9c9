import type { Kind } from '../records/kinds.ts';
import type {
  Adoption,
  Assessment,
  Claim,
  Contribution,
  Framework,
  Need,
  Network,
  Observation,
  Offer,
  Organisation,
  Software,
  Story,
  Writers,
} from '../schemas.gen.ts';

export interface Link {
  rel: string;
  target: string;
}

/** The references of a record, by what they say. Reading them backwards gives a page its "who refers to me". */
export function linksOf(kind: Kind, record: object): Link[] {
  const found = LINKS[kind](record as never);
  return found.filter((link): link is Link => link.target?.includes('/') === true);
}

type Loose = { rel: string; target: string | undefined }[];

/** With the offer in it: an answer to an earlier one is none to this one. */
const handedOver = ({ to, from = [] }: NonNullable<Software['handOver']>): Loose => [
  { rel: `handed-to:${to?.offer}`, target: to?.entry },
  ...from.map(({ entry, offer }) => ({ rel: `handed-from:${offer}`, target: entry })),
];

const LINKS: { [K in Kind]: (record: never) => Loose } = {
  software: (s: Software) => {
    const links: Loose = [
      { rel: 'network', target: s.network },
      { rel: 'owner', target: s.owner?.organisation },
    ];
    return links.concat(
      (s.suppliers ?? []).map(({ organisation }) => ({ rel: 'supplier', target: organisation })),
      (s.teams ?? []).map(({ organisation }) => ({ rel: 'team', target: organisation })),
      (s.relations ?? []).map(({ type, target }) => ({ rel: type, target })),
      (s.sameAs ?? []).map((target) => ({ rel: 'same-as', target })),
      s.handOver === undefined ? [] : handedOver(s.handOver),
    );
  },
  organisation: (o: Organisation) => [
    { rel: 'parent', target: o.parent },
    ...(o.sameAs ?? []).map((target) => ({ rel: 'same-as', target })),
  ],
  network: (n: Network) => [
    { rel: 'run-by', target: n.organisation },
    { rel: 'parent', target: n.parent },
    { rel: 'merged-into', target: n.lifecycle?.into },
    { rel: 'successor', target: n.successor?.network },
    ...(n.members ?? []).map(({ organisation }) => ({ rel: 'member', target: organisation })),
    ...(n.suppliers ?? []).map(({ organisation }) => ({ rel: 'supplier', target: organisation })),
    ...(n.roles ?? []).map(({ organisation }) => ({ rel: 'role', target: organisation })),
    ...(n.subCommunities ?? []).map(({ network }) => ({ rel: 'subcommunity', target: network })),
    ...(n.fees ?? []).map(({ software }) => ({ rel: 'fee-for', target: software })),
    ...(n.merged ?? []).map(({ network }) => ({ rel: 'merged', target: network })),
    ...(n.sameAs ?? []).map((target) => ({ rel: 'same-as', target })),
  ],
  framework: (f: Framework) => [
    { rel: 'framework-of', target: f.network },
    { rel: 'published-by', target: f.organisation },
    { rel: 'succeeds', target: f.succeeds },
  ],
  assessment: (a: Assessment) => [
    { rel: 'assessment-of', target: a.subject },
    { rel: 'assessed-by', target: a.framework },
    { rel: 'assessor', target: a.assessor?.organisation },
    { rel: 'decided-by', target: a.decision?.by },
    { rel: 'supersedes', target: a.supersedes },
    { rel: 'appeal-of', target: a.appealOf },
  ],
  contribution: (c: Contribution) => [
    { rel: 'contribution-to', target: c.software },
    { rel: 'contribution-to', target: c.network },
    { rel: 'contribution-by', target: c.organisation },
  ],
  offer: (o: Offer) => [
    { rel: 'offer-of', target: o.software },
    { rel: 'offer-in', target: o.network },
    { rel: 'offer-by', target: o.organisation },
    ...(o.confirmedBy ?? []).map(({ organisation }) => ({ rel: 'confirms', target: organisation })),
  ],
  need: (n: Need) => [
    { rel: 'need-in', target: n.network },
    { rel: 'need-becomes', target: n.becomes },
    ...[n.raisedBy, ...(n.shared ?? [])].map((body) => ({ rel: 'need-of', target: body?.organisation })),
  ],
  story: (s: Story) => [
    { rel: 'story-of', target: s.subject },
    { rel: 'told-by', target: s.mainInstitution?.organisation },
  ],
  claim: (c: Claim) => [{ rel: 'claim-of', target: c.subject }],
  observation: (o: Observation) => [
    { rel: 'observation-of', target: o.software },
    ...(o.hosts ?? []).map(({ target }) => ({ rel: 'seen-on', target })),
  ],
  adoption: (a: Adoption) => [
    { rel: 'adoption-of', target: a.software },
    { rel: 'adoption-by', target: a.organisation },
  ],
  writers: (w: Writers) => [{ rel: 'writers-of', target: w.of }],
};
