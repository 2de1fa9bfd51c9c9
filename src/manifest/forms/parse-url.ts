/** The parts of an address that the rules of the standard ask for. Absent parts are empty. */
export interface UrlParts {
  scheme: string;
  host: string;
  /** What follows the scheme where no slash does: `mailto:a@b`. */
  opaque: string;
  path: string;
  fragment: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are refused anywhere
const CONTROL = /[\0-\x1f\x7f]/;
const BAD_PERCENT = /%(?![0-9a-fA-F]{2})/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
/** Characters of ASCII that a host may hold; others of Unicode may stand there too. `%` is refused but as `%25` and before bytes beyond ASCII. */
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]|%(?:25|[89A-Fa-f][0-9A-Fa-f])|[^\0-\x7f])*$/;
const PORT_AT_END = /:[^:]*$/;

/**
 * Takes an address apart after RFC 3986, as leniently as the usual validators of the standard do: letters beyond ASCII and
 * spaces in the path may stand unescaped, any port number goes. `null` for what cannot be an address at all.
 * With `request`, only a whole address or an absolute path is one, and `#` has no meaning (as in a request line).
 */
export function parseUrl(text: string, request = false): UrlParts | null {
  if (text === '' || CONTROL.test(text)) return null;
  const hash = request ? -1 : text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  if (BAD_PERCENT.test(fragment)) return null;
  const whole = hash < 0 ? text : text.slice(0, hash);
  const scheme = SCHEME.exec(whole)?.[0].slice(0, -1).toLowerCase() ?? '';
  if (whole.startsWith(':')) return null;
  const [rest = ''] = whole.slice(scheme === '' ? 0 : scheme.length + 1).split('?', 1);
  if (!rest.startsWith('/')) return relative(scheme, rest, fragment, request);
  const authority = rest.startsWith('//') ? (/^\/\/([^/]*)/.exec(rest)?.[1] as string) : undefined;
  const path = authority === undefined ? rest : rest.slice(authority.length + 2);
  const host = authority === undefined ? '' : hostOf(authority);
  return host === null || BAD_PERCENT.test(path) ? null : { scheme, host, opaque: '', path, fragment };
}

/** What does not go on with a slash: `mailto:x`, or a relative path, whose first part must not hold a colon. */
function relative(scheme: string, rest: string, fragment: string, request: boolean): UrlParts | null {
  if (scheme !== '') return request ? null : { scheme, host: '', opaque: rest, path: '', fragment };
  if (request || /^[^/]*:/.test(rest) || BAD_PERCENT.test(rest)) return null;
  return { scheme, host: '', opaque: '', path: rest, fragment };
}

function hostOf(authority: string): string | null {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!USER_INFO.test(user) || BAD_PERCENT.test(user) || !HOST.test(host)) return null;
  const bracket = host.lastIndexOf(']');
  if (host.startsWith('[') && bracket < 0) return null;
  const port = host.startsWith('[') ? host.slice(bracket + 1) : (PORT_AT_END.exec(host)?.[0] ?? '');
  return /^(?::\d*)?$/.test(port) ? host : null;
}
