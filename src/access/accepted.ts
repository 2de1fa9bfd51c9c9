import type { Store } from '../store/port.ts';

const MOST_PARTS = 12;

/**
 * Whether a repository, by its address in normal form, is a source that is crawled, or lies under one: an organisation or group
 * of a forge. What was added by a source itself counts, as the operator has accepted that one; what a record names does not.
 */
export async function isUnderSource(store: Pick<Store, 'findCrawlSource'>, address: string): Promise<boolean> {
  let place = address;
  for (let part = 0; part < MOST_PARTS && place.length > 'https://'.length; part += 1) {
    const source = await store.findCrawlSource(place);
    const answered = source !== null && !source.addedBy.startsWith('record:');
    if (answered && (part === 0 || source.role === 'owner')) return true;
    place = place.slice(0, place.lastIndexOf('/'));
  }
  return false;
}
