import type { Block, Cell, Document, Span } from './document.ts';
import { escapeXml } from './xml.ts';

/** Black on white for paper; tables may break between rows, never within one, and repeat their heads. */
const STYLE =
  'body{font:11pt/1.4 sans-serif;color:#000;background:#fff;margin:1.5cm auto;max-width:28cm;padding:0 1cm}table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}th,td{border:1px solid #767676;padding:.3em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}thead th{background:#eee}tr{break-inside:avoid}h2{break-after:avoid}td p{margin:0 0 .2em}@page{size:A4 landscape;margin:1.5cm}@media print{body{margin:0;padding:0;max-width:none}}';

/** A document as one HTML page that needs nothing else: to be kept, opened without a network, and printed. */
export const htmlOf = (document: Document): string =>
  `<!doctype html>\n<html lang="${escapeXml(document.lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeXml(document.title)}</title><style>${STYLE}</style></head><body><h1>${escapeXml(document.title)}</h1>\n${document.blocks.map((block) => blockOf(block, document.mark)).join('\n')}\n</body></html>\n`;

function blockOf(block: Block, mark: string): string {
  if (block.is === 'heading') return `<h${block.level}>${escapeXml(block.text)}</h${block.level}>`;
  if (block.is === 'text') return `<p>${block.spans.map(span).join('')}</p>`;
  if (block.is === 'list') {
    const tag = block.ordered ? 'ol' : 'ul';
    return `<${tag}>${block.items.map((item) => `<li>${item.map(span).join('')}</li>`).join('')}</${tag}>`;
  }
  const head = block.columns.map((text) => `<th scope="col">${escapeXml(text)}</th>`).join('');
  const rows = block.rows.map(({ label, labelLang, differs, cells }) => {
    const own = span({ text: label, ...(labelLang === undefined ? {} : { lang: labelLang }) });
    const name = differs ? `<strong>${escapeXml(mark)} ${own}</strong>` : own;
    return `<tr><th scope="row">${name}</th>${cells.map(cellOf).join('')}</tr>`;
  });
  return `<table><caption hidden>${escapeXml(block.name)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function cellOf({ lines, sources, unknown }: Cell): string {
  const cited = sources.map((number) => ` [${number}]`).join('');
  const texts = lines.map((line, i) => `<p>${span(line)}${i === lines.length - 1 ? cited : ''}</p>`).join('');
  return `<td>${unknown ? `<em>${texts}</em>` : texts}</td>`;
}

function span({ lang, ...rest }: Span): string {
  return lang === undefined ? linked(rest) : `<span lang="${escapeXml(lang)}">${linked(rest)}</span>`;
}

function linked({ text, href }: Span): string {
  if (href === undefined || !/^https?:\/\//.test(href)) return escapeXml(text);
  return `<a href="${escapeXml(href)}">${escapeXml(text)}</a>`;
}
