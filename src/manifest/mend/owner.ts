import { isNull } from '../tree.ts';
import type { Edit } from './edits.ts';
import { rename } from './keys.ts';
import { type Proposal, type Repair, WRITTEN } from './repair.ts';
import { parentOf } from './shape-at.ts';
import type { Sheet } from './sheet.ts';

const CODE = /^\/(?:IT|it)\/riuso\/codiceIPA$/;
const OWNER = '/legal/repoOwner';
/** Codes of the Italian register of public bodies become URNs of it. */
const URN = 'urn:x-italian-pa:';

/** Out-of-date keys with a successor: the Italian section in capitals, and who publishes the software. */
export const owner: Repair = {
  rule: 'successor',
  propose({ pointer, rule }, sheet) {
    if (rule !== 'deprecated') return undefined;
    if (pointer === '/it') return rename(sheet, pointer, 'IT', 'The Italian section is called `IT`.');
    if (CODE.test(pointer)) return toOrganisation(sheet, pointer, textAt(sheet, OWNER));
    if (pointer !== OWNER) return undefined;
    const name = textAt(sheet, OWNER);
    if (name === '') return removed(sheet, OWNER, 'It is out of date and says nothing.');
    return intoName(sheet, name);
  },
};

/** The code as the URI of the organisation, and with it the name of the owner, which only lacked an identifier. */
function toOrganisation(sheet: Sheet, pointer: string, name: string): Proposal {
  const uri = URN + textAt(sheet, pointer);
  const there = textAt(sheet, '/organisation/uri');
  if (there !== '' && there.toLowerCase() !== uri.toLowerCase())
    return { leave: '`organisation.uri` names another identifier: which of the two is right?' };
  const why = 'The body that publishes the software is named in `organisation`.';
  const gone = withoutEmpty(sheet, pointer);
  if (there !== '') return removed(sheet, gone, why);
  const known = sheet.entry('/organisation') !== undefined;
  const [place, lines] = known
    ? [lastOf(sheet, '/organisation'), [`uri: ${uri}`]]
    : [placeForSection(sheet), ['organisation:', `  uri: ${uri}`, ...(name === '' ? [] : [`  name: ${quoted(name)}`])]];
  const edits = [sheet.insertBehind(place, lines), sheet.remove(gone)];
  if (!known && name !== '') edits.push(sheet.remove(OWNER));
  const moves = [
    { from: pointer, to: '/organisation/uri' },
    { from: OWNER, to: '/organisation/name' },
  ];
  return whole(edits, why, moves);
}

/** The name of the owner beside an identifier that is there already. */
function intoName(sheet: Sheet, name: string): Proposal {
  if (textAt(sheet, '/organisation/uri') === '')
    return {
      leave: '`organisation` needs the stable identifier of the body (`uri`), which does not stand in the file.',
    };
  const there = textAt(sheet, '/organisation/name');
  const why = 'The body that publishes the software is named in `organisation`.';
  if (there === name) return removed(sheet, OWNER, why);
  if (there !== '') return { leave: '`organisation.name` names another body: which of the two is right?' };
  if (sheet.entry('/organisation/name'))
    return { leave: '`organisation.name` is there and empty: fill it in by hand.' };
  const edits = [sheet.insertBehind('/organisation/uri', [`name: ${quoted(name)}`]), sheet.remove(OWNER)];
  return whole(edits, why, [{ from: OWNER, to: '/organisation/name' }]);
}

const removed = (sheet: Sheet, pointer: string, why: string): Proposal => whole([sheet.remove(pointer)], why, []);

function whole(edits: (Edit | undefined)[], why: string, moves: { from: string; to: string }[]): Proposal {
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length ? { edits: made, why, moves } : { leave: WRITTEN };
}

const textAt = (sheet: Sheet, pointer: string): string => {
  const node = sheet.scalar(pointer);
  return node && !isNull(node) ? node.text.trim() : '';
};

/** The outermost section that holds nothing else. */
function withoutEmpty(sheet: Sheet, pointer: string): string {
  const parent = parentOf(pointer);
  return parent !== '' && sheet.map(parent)?.entries.size === 1 ? withoutEmpty(sheet, parent) : pointer;
}

/** The new section stands behind a short one of the first lines, where readers look for it. */
function placeForSection(sheet: Sheet): string {
  const names = ['applicationSuite', 'url', 'name', 'publiccodeYmlVersion'].filter((name) => sheet.entry(`/${name}`));
  return `/${names[0] ?? ''}`;
}

function lastOf(sheet: Sheet, pointer: string): string {
  const names = [...(sheet.map(pointer)?.entries.keys() ?? [])];
  return `${pointer}/${names.at(-1) ?? ''}`;
}

/** A text in double quotes: JSON's strings are YAML's too. */
const quoted = (text: string): string => JSON.stringify(text);
