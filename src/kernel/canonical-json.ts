/**
 * JSON with sorted keys and no white space: two values that mean the same give the same text.
 * Used to compare decided records and to make ETags. It is never used to verify what came from elsewhere.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  const map = value as Record<string, unknown>;
  for (const key of sorted(Object.keys(map))) {
    if (map[key] !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(map[key])}`;
  }
  return `{${text}}`;
}

/** Up to so many keys, putting each in its place is quicker than the sorting of the runtime. */
const FEW_KEYS = 40;

function sorted(keys: string[]): string[] {
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at -= 1) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/** The same few keys come again and again; but what comes from outside may have any, so no more than these are kept. */
const KEPT_KEYS = 500;
const kept = new Map<string, string>();

function quoted(key: string): string {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (kept.size < KEPT_KEYS) kept.set(key, text);
  return text;
}
