import fc from 'fast-check';
import t from 'tap';
import { looksLikeBody, splitName } from '../../src/manifest/body-name.ts';
import type { Manifest } from '../../src/manifest/manifest.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { hasEmail, hasPhone, removeEmails, scrubberFor } from '../../src/manifest/scrub.ts';
import { toSoftware } from '../../src/manifest/to-software.ts';
import { holds } from '../helpers/holds.ts';
import { bytesOf, FULL } from './example.ts';

t.test('bodies are known by a word, a legal form, an acronym or a domain', (t) => {
  const bodies = [
    'Comune di Esempio',
    'COMUNE DI ESEMPIO',
    'Havneby Kommune',
    'Gemeente Voorbeeld',
    'Stadt Beispiel',
    'Università di Qualcosa',
    'Universitat X',
    'Sluse S.r.l.',
    'Sluse S.P.A.',
    'sluse srl',
    'Sluse ApS',
    'Sluse A/S',
    'Beispiel e.V.',
    'Beispiel gGmbH',
    'Esempio SA',
    'ABC',
    'OS2',
    'A&B',
    'sluse.example',
    'Ministère de X',
    '2024 Istituto Y',
    'Bo & Sons Ltd.',
  ];
  for (const name of bodies) t.equal(looksLikeBody(name), true, name);
  const unsure = [
    'Ada Opfundet',
    'ADA OPFUNDET',
    'Ada',
    'Ada Sa',
    'ada',
    'Ada M. Opfundet',
    '',
    'Red Turtle Soup',
    'Åse Ægidius',
    'ADAOPFUNDET',
  ];
  for (const name of unsure) t.equal(looksLikeBody(name), false, name);
  t.end();
});

t.test('a body and a person in one line are told apart', (t) => {
  t.same(splitName('Ada Opfundet, Comune di Esempio'), { body: 'Comune di Esempio', person: 'Ada Opfundet' });
  t.same(splitName('Comune di Esempio (Ada Opfundet)'), { body: 'Comune di Esempio', person: 'Ada Opfundet' });
  t.same(splitName('Ada Opfundet - Sluse A/S'), { body: 'Sluse A/S', person: 'Ada Opfundet' });
  t.same(splitName('Comune di Esempio, Provincia di Esempio'), { body: 'Comune di Esempio, Provincia di Esempio' });
  t.same(splitName(' Ada Opfundet '), { person: 'Ada Opfundet' });
  t.same(splitName('Ada Opfundet, Bo Tænkt'), { person: 'Ada Opfundet, Bo Tænkt' });
  t.same(splitName('Comune di Esempio (SUE)'), { body: 'Comune di Esempio (SUE)' });
  t.same(splitName('Ada Opfundet (OS2)'), { body: 'OS2', person: 'Ada Opfundet' });
  t.same(splitName(' '), {});
  t.same(splitName(','), { person: ',' });
  t.end();
});

t.test('people’s names are taken for no bodies, however they are written in their country', (t) => {
  const people = [
    'ada.rossi',
    'Ada.Rossi',
    'ROSSI, Ada',
    'ROSSI, ADA',
    'Rossi, Ada',
    'ROSSI Ada',
    'BIANCHI / Ada',
    'Dott.ssa Ada ROSSI',
    'a.rossi',
    'd.rossi',
    'ada.de.rossi',
    'bo.opdigtet',
    'TÆNKT, Bo',
    'Bo (TÆNKT)',
    'bo.sørensen-digt',
    'Jean-Luc INVENTÉ',
    'jean-luc.invente',
    'INVENT, Élise',
    'INVENT - Élise',
    'J.R. Inventé',
    'MÜSSIG, Jörg',
    'joerg.muessig',
    'JÖRG, M.',
    'anna.li',
    'Kim.ng',
    'anna.berlin',
  ];
  for (const name of people) t.equal(splitName(name).body, undefined, name);
  t.same(splitName('ROSSI, Ada, Comune di Esempio'), { body: 'Comune di Esempio', person: 'ROSSI, Ada' });
  t.same(splitName('TÆNKT, Bo - Havneby Kommune'), { body: 'Havneby Kommune', person: 'TÆNKT, Bo' });
  const domains = ['sluse.dk', 'Sluse.dk', 'www.havneby.li', 'by-havn.li', 'data.gouv.fr', 'sluse.eu', 'havn2.berlin'];
  for (const name of [...domains, 'sluse.vlaanderen', 'x.co.uk']) t.same(splitName(name), { body: name }, name);
  for (const name of ['sluse.', 'sluse.DK', 'a..dk', '.dk']) t.equal(looksLikeBody(name), false, name);
  t.end();
});

t.test('mail addresses are taken out of texts', (t) => {
  const removed: [string, string][] = [
    ['write to ada@x.example.', 'write to [e-mail removed].'],
    ['<ada.o+1@mail.x.example>, bo@y.example', '<[e-mail removed]>, [e-mail removed]'],
    ['mailto:åse@bücher.example?x', 'mailto:[e-mail removed]?x'],
    ['ada [at] x.example, bo (at) y [dot] example', '[e-mail removed], [e-mail removed]'],
    ['ada(chiocciola)x.example', '[e-mail removed]'],
    ['a@b@c.example', 'a@[e-mail removed]'],
  ];
  for (const [text, clean] of removed) t.equal(removeEmails(text), clean, text);
  for (const text of [
    '',
    '@',
    'a @ b.example',
    'a@b',
    '@scope/package.js',
    'x@1.2.3',
    'https://x.example/@ada',
    'at [x] y',
    '50@',
  ]) {
    t.equal(removeEmails(text), text, text);
    t.equal(hasEmail(text), false);
  }
  t.equal(hasEmail('ada@x.example'), true);
  const long = `${'a'.repeat(100_000)}@${'b'.repeat(100_000)}`;
  t.equal(removeEmails(long), long, 'a long word takes no long time');
  t.equal(removeEmails(`${'a@b.example '.repeat(3)}`), '[e-mail removed] '.repeat(3));
  t.end();
});

t.test('telephone numbers with a prefix are taken out of texts, other numbers stay', (t) => {
  const { text } = scrubberFor([]);
  for (const number of ['+45 99 88 77 66', '+39 (0)2 1234-5678', '0045 99887766', '+4599887766', '+45.99.88.77.66']) {
    t.equal(text(`call ${number}!`), 'call [phone removed]!', number);
  }
  for (const other of [
    '2026-11-22 10:00',
    '1.000.000.000',
    '+45 12 34',
    'ISO 27001:2013',
    '100012345678',
    'v1.0.0.12345678',
  ])
    t.equal(text(other), other);
  t.end();
});

t.test('contacts’ names and numbers are found however they are written', (t) => {
  const { text, isPersonal } = scrubberFor([
    { role: 'contact', name: 'Dott.ssa Ada Maria Opfundet', phone: '99 88 77 66', email: 'a/o@x.example' },
    { role: 'contact', name: 'Bo Tænkt (Havneby Kommune)', phone: '112' },
    { role: 'contact', name: 'Cy' },
    { role: 'contact', name: 'Havneby Kommune' },
    { role: 'contact' },
  ]);
  const removed = [
    'Ada Maria Opfundet',
    'ADA MARIA OPFUNDET',
    'ada  maria\nopfundet',
    'Opfundet, Ada Maria',
    'Bo Tænkt',
    'Tænkt Bo',
    '99887766',
    '+45 99 88 77 66',
    '(99) 88-77-66',
    'a/o@x.example',
  ];
  for (const name of removed) {
    t.match(text(`by ${name} since`), /^by \S*\[[a-z-]+ removed\] since$/, name);
    t.equal(isPersonal(`https://x.example/?by=${name}`), true, name);
  }
  for (const other of [
    'Cy',
    'Havneby Kommune',
    'call 112',
    'Turbo Tænkt',
    'Ada Opfundet Maria',
    'https://x.example/?tel=+4512345678',
  ]) {
    t.equal(text(other).includes('name removed'), false, other);
    t.equal(isPersonal(other), false, other);
  }
  t.end();
});

t.test('hundreds of contacts are looked for too', (t) => {
  const letters = (i: number): string =>
    String.fromCharCode(97 + (i % 26)) + String.fromCharCode(97 + Math.floor(i / 26));
  const contacts = Array.from({ length: 300 }, (_, i) => ({
    role: 'contact' as const,
    name: `Navn${letters(i)} Efternavn${letters(i)}`,
  }));
  const { text } = scrubberFor(contacts);
  for (const { name } of contacts) t.equal(text(`x ${name} y`), 'x [name removed] y');
  t.end();
});

t.test('nothing is hidden by escapes, by characters that do not show, or by another way to write an accent', (t) => {
  const { text, isPersonal } = scrubberFor([
    { role: 'contact', name: 'Åse Ægidius', email: 'aase@x.example', phone: '99 88 77 66 / 55 44 33 22' },
    { role: 'contact', name: 'bo.opdigtet' },
    { role: 'contact', name: 'Müßig, Cäcilie' },
  ]);
  const hidden = [
    'ada@x.exam\u200bple',
    'a\u00adda\u2060@x.example',
    'ada＠x.example',
    'Åse Ægidius'.normalize('NFD'),
    'Å\u200dse\u00ad Ægidius',
    'CÄCILIE MÜSSIG',
    'bo.opdigtet',
    'Bo Opdigtet',
    'Opdigtet, Bo',
    '99887766',
    '55 44 33 22',
  ];
  for (const person of hidden) {
    t.match(text(`by ${person} since`), /^by \[[a-z-]+ removed\] since$/, person);
    t.equal(isPersonal(`https://x.example/?by=${encodeURIComponent(person)}`), true, person);
  }
  const escaped = [
    'ada%40x.example',
    '%61%64%61%40x%2eexample',
    'ada%2540x.example',
    'ada%252540x.example',
    '%ff%zz%C3ada%40x.example',
    'ada&#64;x.example',
    '%C3%85se%20%C3%86gidius',
    'A%CC%8Ase+%C3%86gidius',
    '%C3%85se+Ægidius',
    'Åse%2B%C3%86gidius',
    'ada%E2%80%8B%40x.example',
  ];
  for (const person of escaped) {
    t.equal(isPersonal(`https://x.example/?by=${person}&x=%ff`), true, person);
    t.match(text(`see https://x.example/?by=${person}&x=%ff now`), /^see \[[a-z-]+ removed\] now$/, person);
  }
  t.equal(hasEmail('see ada%40x.example'), true);
  t.equal(hasEmail('ada&commat;x.example%zz'), true);
  t.equal(hasEmail('a\u200bda\u2060@x.example'), true);
  t.equal(hasPhone('+45\u200b 99 88\u00ad 77 66'), true);
  for (const other of ['100 %40 x', 'a&b', '👩\u200d💻 ok', 'e\u0301te\u0301', 'https://x.example/%C3%85?a=%20&amp;b'])
    t.equal(text(other), other, 'what hides nobody stays as it is');
  t.end();
});

t.test('hostile names, numbers and texts take no long time, alone and together', (t) => {
  const SIZE = 128 * 1024;
  const names = [', , , , a', `${'a '.repeat(8)}b`, `${'a, '.repeat(400)}b`, 'a.'.repeat(500), 'a b,'.repeat(400)];
  names.push('dr.ing.'.repeat(200), `${'/'.repeat(1_000)}S`, '\u0301\u0323'.repeat(500), '. . , a. a', 'A, A');
  const pieces = ['a, ', 'a.', ',', '1 ', 'a@b.', '%2525'];
  const hundred = (name: string) =>
    Array.from({ length: 100 }, (_, i) => ({
      role: 'contact' as const,
      name: `${name}${i}`,
      phone: '1'.repeat(6 + (i % 30)) + i,
      email: `a${i}/b@c.example`,
    }));
  for (const name of names) {
    const began = performance.now();
    const { text } = scrubberFor([...hundred(name), { role: 'contact', name, phone: '1'.repeat(100_000) }]);
    for (const piece of pieces) {
      const long = piece.repeat(SIZE / piece.length);
      text(long);
    }
    // Six texts of 128 KiB: half a second. Without a bound it would not end within this life.
    t.ok(performance.now() - began < 20_000, `${JSON.stringify(name.slice(0, 12))}: ${performance.now() - began} ms`);
  }
  const { text } = scrubberFor(hundred('Ada Opfundet'));
  const long = `${'x '.repeat(SIZE / 2)}Ada Opfundet7`;
  const began = performance.now();
  for (let i = 0; i < 10_000; i += 1) text(long);
  t.ok(performance.now() - began < 5_000, 'a text that is repeated is read once');
  t.end();
});

t.test('whatever the names are, the work ends and the names are gone', (t) => {
  const letters = fc.constantFrom(',', ' ', '.', 'a', 'b', 'Ø', '-', '\u0301', '1', '(', ';', '+');
  const some = fc.array(letters, { maxLength: 40 }).map((all) => all.join(''));
  holds(
    t,
    fc.property(fc.array(some, { maxLength: 30 }), some, some, (names, piece, phone) => {
      const contacts = names.map((name) => ({ role: 'contact' as const, name, phone }));
      const clean = scrubberFor([...contacts, { role: 'contact', name: 'Ada Opfundet' }]).text(
        `${piece.repeat(200)} | Ada Opfundet | ${names.join(' ')}`,
      );
      return !clean.includes('Ada Opfundet');
    }),
    300,
  );
  t.end();
});

t.test('a number of many digits is looked for by its beginning, and goes as a whole', (t) => {
  const long = '1234567890'.repeat(10_000);
  const { text } = scrubberFor([
    { role: 'contact', phone: long },
    { role: 'contact', phone: '123456' },
  ]);
  t.equal(text(`call ${long} now`), 'call [phone removed] now');
  t.equal(text('call 12 34 56, 1234567, x123456 or 123456x'), 'call [phone removed], 1234567, x123456 or 123456x');
  t.equal(text('+123456'), '[phone removed]');
  t.end();
});

t.test('nothing of the people in a manifest is left in its record', (t) => {
  const { manifest } = readManifest(bytesOf(FULL));
  const name = fc
    .tuple(
      fc.constantFrom('Ada', 'Bo', 'Çelik', 'Dídac', 'Élise', 'Jean-Luc', 'Øyvind', "D'Arcy"),
      fc.constantFrom('Opfundet', 'Tænkt', 'Inventado', 'Fantasía', 'de la Ficció', 'Løgn-Digt', 'Müßig'),
      fc.constantFrom('', '', 'Dr. ', 'Ing. '),
    )
    .map(([first, last, title]) => `${title}${first} ${last}`);
  const email = fc
    .tuple(
      fc.stringMatching(/^[a-z][a-z0-9._-]{0,10}[a-z]$/),
      fc.constantFrom('x.example', 'mail.havneby.example', 'bücher.example'),
    )
    .map(([local, host]) => `${local.replace(/\.{2,}/g, '.')}@${host}`);
  const phone = fc
    .tuple(fc.constantFrom('+45 ', '0039', '', '+49-'), fc.stringMatching(/^[1-9]\d{2} ?\d{3} ?\d{3}$/))
    .map((parts) => parts.join(''));
  const person = fc.record({ name, email, phone });
  const frame = fc.constantFrom(
    (x: string) => x,
    (x: string) => `made by ${x}.`,
    (x: string) => `(${x})`,
    (x: string) => `${x}\n${x}`,
    (x: string) => `"${x.toUpperCase()}", ${x}`,
  );
  const people = fc.array(person, { minLength: 1, maxLength: 4 });
  const leaks = (
    persons: { name: string; email: string; phone: string }[],
    framed: (x: string) => string,
  ): string[] => {
    const made = structuredClone(manifest as Manifest);
    const said = persons.map(({ name, email, phone }) => framed(`${name} ${email} ${phone}`)).join(' ');
    const one = persons[0] as (typeof persons)[0];
    made.maintenance.contacts = persons;
    made.legal = { license: 'MIT', mainCopyrightOwner: framed(one.name), repoOwner: one.name };
    made.organisation = { uri: `https://${one.email}/`, name: one.name };
    made.usedBy = [one.name, said, `Havneby Kommune (${one.name})`];
    made.fundedBy = [{ uri: `https://x.example/${one.email}`, name: one.name }];
    made.name = said;
    made.landingURL = `https://x.example/?q=${encodeURIComponent(one.name)}&m=${encodeURIComponent(one.email)}`;
    made.logo = `img/${one.name}.png`;
    made.description = {
      en: {
        ...(made.description.en as Manifest['description'][string]),
        longDescription: said,
        features: [said, one.email],
        awards: [one.name],
        documentation: `https://${one.email}/docs`,
      },
    };
    made.maintenance.contractors = [
      {
        name: `${one.name}, Sluse ApS`,
        until: '2027-01-01',
        email: one.email,
        website: `https://x.example/${one.email}`,
      },
    ];
    made.dependsOn = { open: [{ name: said, version: one.phone }] };
    const { record, contacts } = toSoftware(made);
    const json = JSON.stringify(record).toLowerCase();
    const parts = persons.flatMap(({ name, email, phone }) => [
      name,
      name.replace(/^(?:Dr|Ing)\. /, ''),
      email,
      encodeURIComponent(email),
      encodeURIComponent(name),
      phone,
    ]);
    return contacts.length === 0 ? ['no contacts'] : parts.filter((part) => json.includes(part.toLowerCase()));
  };
  holds(
    t,
    fc.property(people, frame, (persons, framed) => leaks(persons, framed).length === 0),
    400,
  );
  t.end();
});
