const PART = /^(?:<(\/)?([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*="[^"<]*")*)\s*(\/)?>|[^<]+)/;

/** What is wrong with a text as XML 1.0 without a document type, or null: tags match, names, attributes and signs are right. */
export function wellFormed(text: string): string | null {
  let rest = text.replace(/^<\?xml [^?]*\?>\s*/, '');
  const open: string[] = [];
  let roots = 0;
  while (rest !== '') {
    const part = PART.exec(rest);
    if (part === null) return `at: ${rest.slice(0, 60)}`;
    rest = rest.slice(part[0].length);
    if (part[2] !== undefined && part[1] === undefined && open.length === 0) roots += 1;
    const wrong = take(part, open);
    if (wrong !== null) return wrong;
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return roots === 1 ? null : `${roots} roots`;
}

/** One tag or text; `open` are the elements around it. */
function take([all, closing, name, attributes = '', empty]: RegExpExecArray, open: string[]): string | null {
  if (name === undefined) return wrongText(all, open.length);
  if (closing !== undefined) return open.pop() === name ? null : `</${name}> closes nothing`;
  if (empty === undefined) open.push(name);
  return wrongText(attributes, 1) ?? wrongNames(attributes);
}

function wrongText(text: string, depth: number): string | null {
  if (depth === 0 && text.trim() !== '') return `text outside: ${text.slice(0, 40)}`;
  if (/&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(text)) return `a bare &: ${text.slice(0, 60)}`;
  if (text.includes(']]>')) return 'the end of a section';
  return /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text) ? 'a sign that XML cannot hold' : null;
}

function wrongNames(attributes: string): string | null {
  const names = [...attributes.matchAll(/\s([\w:.-]+)=/g)].map(([, name]) => name);
  return new Set(names).size === names.length ? null : `an attribute twice: ${attributes}`;
}
