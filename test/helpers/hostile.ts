/** Everything that somebody might try in a text: markup, an address that runs, Markdown, a turn of direction. */
export const HOSTILE = '"\'><script>hit=1</script><img src=x onerror=hit=1>[x](javascript:hit=1)\u202Etxt';
/** As long as a name may be, without a place to break it. */
const ENDLESS = 'W'.repeat(290);
const SCREENSHOTS = 1_000;

/** Fields that hold free text in every kind of record. */
const TEXTS = new Set(
  'name names aliases generic short long features documentation-note stated title publisher note reason role text applicationSuite copyrightOwner who asked fee purpose values criteria subject description awards words ground explanation method lessons benefits'.split(
    ' ',
  ),
);

/** A product with endless words, and one with many pictures, by their slugs. */
export const EXTREME: Readonly<Record<string, object>> = {
  endless: { name: ENDLESS, description: { en: { short: ENDLESS, features: [ENDLESS] } } },
  'many-pictures': {
    name: 'Many pictures',
    description: {
      en: {
        short: HOSTILE,
        screenshots: Array.from({ length: SCREENSHOTS }, (_, i) => `https://example.org/shots/${i}.png`),
      },
    },
  },
};

/** A record with the attack behind every text of it. */
export const hostile = (record: unknown): unknown => spoilt(record, false);

/** Each text with the attack behind it; `free` is set below a field of free text, where every string is one. */
function spoilt(value: unknown, free: boolean): unknown {
  if (typeof value === 'string')
    return free && !/^(https?:|[a-z]+\/[a-z0-9]|\d{4}(-|$))/.test(value) ? `${value.slice(0, 12)} ${HOSTILE}` : value;
  if (Array.isArray(value)) return value.map((one) => spoilt(one, free));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [key, spoilt(inside, TEXTS.has(key) || (free && !isFact(key)))]),
  );
}

/** Fields below a text field that are no text: who, when, where. */
const isFact = (key: string): boolean =>
  [
    'address',
    'date',
    'read',
    'organisation',
    'source',
    'url',
    'documentation',
    'apiDocumentation',
    'videos',
    'screenshots',
  ].includes(key);
