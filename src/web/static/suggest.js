// Suggestions while somebody types in the search field: a combobox with a list, as the ARIA Authoring Practices describe it.
// Without this script the field is a plain one; whatever goes wrong leaves it so.
const WAIT_MS = 120;
const SHORTEST = 2;

class Suggestions {
  active = -1;

  constructor(input) {
    this.input = input;
    const { suggestions } = input.dataset;
    this.list = made('ul', 'suggestions', { role: 'listbox', 'aria-label': suggestions });
    this.list.id = `${input.id}-suggestions`;
    this.list.hidden = true;
    this.status = made('p', 'ds-sr-only', { role: 'status' });
    const says = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': this.list.id };
    describe(input, { ...says, 'aria-expanded': 'false' });
    input.closest('.search-row').append(this.list, this.status);
    input.addEventListener('input', (event) => this.typed(event));
    input.addEventListener('keydown', (event) => this.pressed(event));
    input.addEventListener('blur', () => this.stop());
    // The field keeps the focus, so that the list stays until the click has come.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => go(event.target.closest('[role=option]')));
  }

  typed(event) {
    if (event.isComposing) return;
    clearTimeout(this.waiting);
    this.asking?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) this.open(false);
    else this.waiting = setTimeout(() => this.ask(text), WAIT_MS);
  }

  async ask(text) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang });
    try {
      const answer = await fetch(`${this.input.dataset.suggest}?${query}`, { signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      // Nobody needs suggestions: the search itself says what is wrong.
    }
  }

  show(all) {
    this.active = -1;
    this.list.replaceChildren(...all.map((one, i) => optionOf(one, `${this.list.id}-${i}`)));
    this.open(all.length > 0);
    if (all.length > 0) this.status.textContent = this.input.dataset.found.replace('{count}', String(all.length));
  }

  open(isOpen) {
    this.mark(-1);
    this.list.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) this.status.textContent = '';
  }

  stop() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.open(false);
  }

  pressed(event) {
    if (event.isComposing || this.list.children.length === 0) return;
    const open = !this.list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.move(event.key === 'ArrowDown', event.altKey);
    else if (event.key === 'Enter' && open && this.active >= 0) go(this.list.children[this.active]);
    else if (event.key === 'Escape' && open) this.stop();
    else return;
    event.preventDefault();
  }

  move(down, onlyOpen) {
    if (this.list.hidden) this.open(true);
    // Behind the last and before the first one is the field itself.
    const places = this.list.children.length + 1;
    if (!onlyOpen) this.mark(((this.active + (down ? 2 : places)) % places) - 1);
  }

  mark(to) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = to;
    const option = this.list.children[to];
    if (option === undefined) return this.input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }
}

function optionOf({ label, kindLabel, page }, id) {
  const option = made('li', '', { id, role: 'option', 'aria-selected': 'false' });
  option.dataset.page = page;
  const kind = document.createElement('span');
  kind.textContent = kindLabel;
  option.append(label, ' ', kind);
  return option;
}

function made(name, className, attributes) {
  const element = document.createElement(name);
  element.className = className;
  describe(element, attributes);
  return element;
}

function describe(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function go(option) {
  if (option?.dataset.page !== undefined) location.assign(option.dataset.page);
}

for (const input of document.querySelectorAll('input[data-suggest]')) new Suggestions(input);
