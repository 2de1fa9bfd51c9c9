import { agreement } from '../../licence/agree.ts';
import { sameExpression } from '../../licence/expression.ts';
import { readFound } from '../../licence/found.ts';
import { type Identified, identifyText } from '../../licence/identify.ts';
import type { Template } from '../../licence/template.ts';
import { type Found, licenceFiles, packageFiles } from './repository.ts';

/** The licence where the files leave one answer; otherwise why not, and between what a person has to choose. */
export type LicenceFound = { found: Found } | { why: string; choices: string[] };

const MOST_FILES = 10;

/** What package files declare, held against the licence files. Without `licenceTexts` those are named and not read. */
export function licenceOf(
  texts: ReadonlyMap<string, string>,
  licenceTexts: readonly Template[] | undefined,
): LicenceFound {
  const declared = declaredIn(texts);
  const files = licenceFiles(texts).slice(0, MOST_FILES);
  const read = licenceTexts === undefined ? [] : files.map((file) => identified(file, texts, licenceTexts));
  const choices = [...new Set([...declared.map(({ value }) => value), ...read.flatMap(({ ids }) => ids)])];
  const [first, ...others] = declared;
  if (first !== undefined) {
    if (others.some(({ value }) => !sameExpression(value, first.value)))
      return { why: `${listOf(declared)} name different licences.`, choices };
    const against = read.find(({ file, ids }) => agreement(first.value, { value: file, ids }) === 'disagree');
    if (against) return { why: `${first.from} says ${first.value}, ${against.file} is another licence.`, choices };
    return { found: first };
  }
  return fromTexts(files, read, choices);
}

function fromTexts(files: string[], read: ReturnType<typeof identified>[], choices: string[]): LicenceFound {
  const [one, another] = read;
  if (files.length === 0) return { why: 'No file names a licence.', choices };
  if (one === undefined) return { why: `The licence stands in ${files.join(', ')}.`, choices };
  if (another !== undefined) return { why: `There are several licence files: ${files.join(', ')}.`, choices };
  if (one.is === 'with-additions')
    return { why: `${one.file} holds the text of a known licence, and more that may change it.`, choices };
  const [id, ...more] = one.ids;
  if (id === undefined) return { why: `${one.file} is not the text of a licence of the SPDX list.`, choices };
  if (more.length === 0) return { found: { value: id, from: one.file } };
  return { why: `${one.file} is the text of these alike; notices in the sources tell which it is.`, choices };
}

const identified = (
  file: string,
  texts: ReadonlyMap<string, string>,
  licenceTexts: readonly Template[],
): Identified & { file: string } => ({ file, ...identifyText(texts.get(file) as string, licenceTexts) });

const declaredIn = (texts: ReadonlyMap<string, string>): Found[] =>
  packageFiles(texts).flatMap((from) =>
    readFound(from, texts.get(from) as string).flatMap(({ spdx }) =>
      spdx === undefined ? [] : [{ value: spdx, from }],
    ),
  );

const listOf = (found: readonly Found[]): string => [...new Set(found.map(({ from }) => from))].join(' and ');
