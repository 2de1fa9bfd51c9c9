/** The README of a new network's folder. Its blocks are commands that work word by word, from the first to the last. */
export const readmeOf = (name: string, slug: string): string => `# ${name}

This folder is a catalogue of the software that ${name} shares. It was made by \`alminding init\`. The ten steps below lead
from here to a signed catalogue that others can check. They are commands for a shell in this folder.

What lies here: \`alminding.json\` (the configuration, with the operator's token; only you can read it), \`catalogue/\` (your
records, a YAML file each; keep it in git), \`data/\` (the database and the signing keys; never in git).

## 1. Say where the configuration is

Every command reads it from there. Each new shell needs this line again.

\`\`\`sh
export ALMINDING_CONFIG=alminding.json
\`\`\`

## 2. Sign the first head

The keys of your network were made with this folder. This writes them into the journal and signs it.

\`\`\`sh
alminding sign
\`\`\`

## 3. Look at the keys

The first lines are the eight words of your network. Other networks compare them with what you tell them on the telephone or on
your own website. Each key has eight words of its own, too.

\`\`\`sh
alminding key show
\`\`\`

## 4. Put the recovery key away

With it alone all keys can be made anew. Move the folder that this makes to a stick, and the stick to a safe.

\`\`\`sh
alminding key export --only recovery --move --to ../${slug}-recovery
\`\`\`

## 5. Describe your network

The file \`catalogue/networks/${slug}.yml\` holds its name only. Add what is true; \`alminding check\` says what is not understood.

\`\`\`sh
cat catalogue/networks/${slug}.yml
\`\`\`

## 6. Describe a first product

Most products have a \`publiccode.yml\` in their repository; this one is written by hand. Put a real one in its place.

\`\`\`sh
cat > catalogue/software/first-product.yml <<'END'
name: First product
url: https://forge.example/${slug}/first-product
description:
  en:
    short: Put in one sentence what it does, and for whom.
network: network/${slug}
END
\`\`\`

## 7. Check the files, publish them, and sign

With the first command nothing is stored yet. A running service reads the folder at its start and then every hour, and signs
within a second.

\`\`\`sh
alminding check catalogue
alminding import catalogue
alminding sign
\`\`\`

## 8. Mirror another network

Ask the people of another catalogue for its eight words by another way than its own pages, by telephone say; they
see them with \`alminding key show\`. \`alminding peer add ADDRESS\` alone shows which words that address would have you believe.
Put both in place of these, and leave the step out as long as you know nobody:

\`\`\`sh
if [ -n "$PEER" ]; then
  alminding peer add "$PEER" --words "$WORDS"
  alminding sync
  alminding peer list
fi
\`\`\`

## 9. Prove it

The file proves to anybody, without a service or a network, that your product stands in your signed journal.

\`\`\`sh
alminding proof software/first-product
alminding verify-proof software-first-product.tlog-proof
alminding verify
\`\`\`

## 10. Show it

\`alminding serve\` serves the pages and everything that mirrors read, on <http://localhost:8080>. Before others follow you, set
\`url\` in \`alminding.json\` to your public address, and sign: the log is named after it. Or let any web server serve files:

\`\`\`sh
alminding export --static public
\`\`\`

Back up with \`alminding backup FILE\`, and keep a copy of \`data/keys\` elsewhere: no backup holds it.
`;
