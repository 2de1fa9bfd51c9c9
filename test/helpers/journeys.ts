/** One thing that a reader does: each names what it acts on by selector, so that it holds for pointer and keyboard alike. */
export type Step =
  | { open: string }
  | { follow: string }
  | { unfold: string }
  | { write: string; text: string }
  | { tick: string }
  | { press: string }
  | { see: string; text?: RegExp }
  | { fetch: string; text: RegExp };

export interface Journey {
  /** As in `src/web/JOURNEYS.md`. */
  name: string;
  steps: Step[];
}

const link = (href: string): string => `a[href="/en${href}"]`;
const h1 = (text: RegExp): Step => ({ see: 'h1', text });

/** What people come for, each as a new reader would do it. */
export const JOURNEYS: readonly Journey[] = [
  {
    name: 'Find a product by what it does',
    steps: [
      { open: '' },
      { write: '.hero input[name="q"]', text: 'meeting' },
      { press: '.hero form button' },
      { see: '#count', text: /^\d+ / },
      { follow: link('/software/plonemeeting') },
      h1(/^PloneMeeting$/),
    ],
  },
  {
    name: 'Narrow a list, and widen it again',
    steps: [
      { open: '/search?q=meeting' },
      { unfold: '.facets > summary' },
      { follow: '.facet-list a[href*="country=BE"]' },
      { see: '.chosen', text: /Belgium/ },
      { follow: '.chosen a' },
      { see: '#count', text: /^\d+ / },
    ],
  },
  {
    name: 'Find by the task to be done',
    steps: [{ open: '/tasks' }, { follow: `main ${link('/tasks/meeting-management')}` }, { see: 'main .items a' }],
  },
  {
    name: 'See whether one may use it',
    steps: [
      { open: '/software/everything' },
      { follow: '.contents a[href="#licence"]' },
      { see: 'section[aria-labelledby="licence"]', text: /EUPL-1\.2/ },
    ],
  },
  {
    name: 'Judge how it is looked after',
    steps: [
      { open: '/assessments/cccccccccccccccc' },
      { see: '.chart img' },
      { unfold: '.chart summary' },
      { see: '.chart td' },
    ],
  },
  {
    name: 'See who uses it',
    steps: [
      { open: '/software/everything' },
      { follow: `main ${link('/software/everything/adopters')}` },
      { see: '.adoption' },
    ],
  },
  {
    name: 'Find bodies like one’s own',
    steps: [
      { open: '/software/everything/adopters' },
      { unfold: '.fold > summary' },
      { write: 'input[name="like"]', text: 'Everybody' },
      { press: '.narrow button' },
      { see: '.lead', text: /Everybody/ },
    ],
  },
  {
    name: 'Count who used what at a date',
    steps: [
      { open: '/census' },
      { unfold: '.fold > summary' },
      { write: 'input[name="date"]', text: '2020' },
      { press: '.narrow button' },
      { see: '.lead', text: /2020/ },
    ],
  },
  {
    name: 'Put products side by side',
    steps: [
      { open: '/search?q=meeting&kind=software' },
      { tick: '.items > li:nth-child(1) input[type="checkbox"]' },
      { tick: '.items > li:nth-child(2) input[type="checkbox"]' },
      { press: 'button:has-text("Compare the chosen ones")' },
      h1(/Comparison/),
    ],
  },
  {
    name: 'Read what a body uses',
    steps: [{ open: '/organisations/everybody' }, { follow: '.contents a[href="#adoptions"]' }, { see: '.adoption' }],
  },
  {
    name: 'See how to join a network',
    steps: [
      { open: '/networks' },
      { follow: `main ${link('/networks/os2')}` },
      { follow: '.contents a[href="#joining"]' },
      { see: 'section[aria-labelledby="joining"]' },
    ],
  },
  {
    name: 'Read a checklist',
    steps: [{ open: '/frameworks' }, { follow: `main ${link('/frameworks/house-list')}` }, { see: 'main table' }],
  },
  {
    name: 'See what changed in a record',
    steps: [
      { open: '/software/town-hall' },
      { follow: link('/software/town-hall/versions') },
      { press: 'main form button' },
      { see: '.changes', text: /1\.3\.0/ },
    ],
  },
  {
    name: 'Check a manifest',
    steps: [
      { open: '/check' },
      { write: '#text', text: 'name: Agenda\n' },
      { press: '.check-form button' },
      { see: '.verdict' },
    ],
  },
  {
    name: 'Say that something is not right',
    steps: [
      { open: '/dispute?claim=adoption/aaaaaaaaaaaaaaaa@own' },
      { tick: 'main input[name="reason"]' },
      { press: 'main form button' },
      { see: 'main', text: /Thank you/ },
    ],
  },
  {
    name: 'Take a list away as a table',
    steps: [{ open: '/search?q=meeting' }, { fetch: 'a[href^="/en/search.csv"]', text: /PloneMeeting/ }],
  },
  {
    name: 'Read in one’s own language',
    steps: [
      { open: '/software/everything' },
      { unfold: '.languages summary' },
      { follow: '.languages a[hreflang="da"]' },
      { see: 'html[lang="da"] h1' },
    ],
  },
  {
    name: 'Follow an old link',
    steps: [
      { open: '/software/gone-product' },
      h1(/withdrawn/),
      { follow: `main ${link('/search')}` },
      { see: '#count' },
    ],
  },
  {
    name: 'See the catalogue in figures',
    steps: [
      { open: '/about' },
      { follow: `footer ${link('/statistics')}` },
      { unfold: '.chart summary' },
      { see: '.chart td' },
      { fetch: '.chart a[href$=".csv"]', text: /,/ },
    ],
  },
  {
    name: 'Get help, and know what is promised',
    steps: [
      { open: '' },
      { follow: `footer ${link('/help')}` },
      { follow: `main ${link('/terms#licence')}` },
      { see: '#licence dfn' },
      { follow: `footer ${link('/accessibility')}` },
      h1(/Accessibility statement/),
      { follow: `footer ${link('/privacy')}` },
      h1(/Privacy/),
    ],
  },
];
