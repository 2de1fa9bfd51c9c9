import { nearest } from '../../kernel/nearest.ts';
import supports from '../vocabularies/supports.json' with { type: 'json' };
import { type Finding, type Form, quoted } from './finding.ts';
import { parseUrl } from './parse-url.ts';

/** An address of any scheme: with a host, or in the form `scheme:something`. */
export const anyAddress: Form = (text) => {
  const url = parseUrl(text);
  if (url === null || url.scheme === '') return bad('url', text);
  if (url.scheme === 'file') return url.path === '' || url.path === '/' ? bad('url', text) : undefined;
  return url.host === '' && url.opaque === '' && url.fragment === '' ? bad('url', text) : undefined;
};

/** An http or https address. */
export const webAddress: Form = (text) => {
  const url = parseUrl(text);
  return url !== null && /^https?$/.test(url.scheme) && url.host !== '' ? undefined : bad('web-address', text);
};

function bad(rule: 'url' | 'web-address', text: string): Finding {
  const bare = parseUrl(text) !== null && /^[\w-]+(?:\.[\w-]+)+(?:\/|$)/.test(text.trim());
  const message =
    rule === 'url' ? `${quoted(text)} is not an address.` : `${quoted(text)} is not the address of a web page.`;
  if (!bare) return { rule, message, hint: 'Write a whole address that begins with https://.' };
  return { rule, message, hint: 'Write https:// before it.', suggestion: `https://${text.trim()}` };
}

/** RFC 2141, section 2: `urn:` a namespace other than `urn`, `:` something in that namespace. */
const URN = /^urn:(?!urn:)[a-z0-9][a-z0-9-]{0,31}:(?:[a-z0-9()+,\-.:=@;$_!*']|%[0-9a-f]{2})+$/i;

const isUri = (text: string): boolean => {
  if (/^urn:/i.test(text)) return URN.test(text);
  const url = parseUrl(text, true);
  return url !== null && url.scheme !== '' && url.host !== '';
};

/** The stable identifier of a body: an address with a host, or a URN. */
export const bodyUri: Form = (text) =>
  isUri(text)
    ? undefined
    : {
        rule: 'uri',
        message: `${quoted(text)} is not a URI.`,
        hint: 'Write the address of the body’s web site, or a URN such as urn:x-italian-pa:c_h501.',
      };

/** What a software supports: `alias:` and a word of the list, or a URI. */
export const supportedThing: Form = (text) => {
  if (!text.startsWith('alias:')) {
    if (isUri(text)) return undefined;
    return { rule: 'uri', message: `${quoted(text)} is neither an alias nor a URI.`, ...meant(text) };
  }
  const alias = text.slice('alias:'.length);
  if (Object.hasOwn(supports, alias)) return undefined;
  return { rule: 'alias', message: `${quoted(text)} is not a known alias.`, ...meant(alias) };
};

function meant(word: string): { hint: string; suggestion?: string } {
  const near = nearest(word, Object.keys(supports));
  if (near === undefined) return { hint: ALIASES };
  return { hint: `Did you mean \`alias:${near}\`?`, suggestion: `alias:${near}` };
}

const ALIASES = `Known aliases: ${Object.keys(supports)
  .map((alias) => `alias:${alias}`)
  .join(', ')}.`;

/** A picture or file of the repository: a relative path or an address. */
export const fileOrAddress: Form = (text) => {
  if (text.startsWith('/')) return path(`${quoted(text)} begins with a slash.`);
  return text.startsWith('file:') ? path(`${quoted(text)} points to a file on a computer.`) : undefined;
};

const path = (message: string): Finding => ({
  rule: 'file-path',
  message,
  hint: 'Write the path from the folder of this file, or an address that begins with https://.',
});
