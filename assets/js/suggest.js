// The list under a search box (ARIA 1.2 combobox with a list), and what one searched for lately.
// Without this the box is a plain form. Keys are left alone while Hangul is being composed.
import { say } from './toggle.js';

const BOX = 'form[role=search][action="/search"] input[type=search]';
const WAIT = 90;
let box = null;
let list = null;
let status = null;
let items = [];
let active = -1;
let timer = 0;
let asked = 0;
let request = null;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const icon = (sprite, name) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
};

const close = () => {
  clearTimeout(timer);
  request?.abort();
  asked += 1;
  list?.remove();
  list = null;
  items = [];
  active = -1;
  box?.setAttribute('aria-expanded', 'false');
  box?.removeAttribute('aria-activedescendant');
  box?.removeAttribute('aria-controls');
};

const attach = (input) => {
  if (box === input) return;
  if (box) close();
  box = input;
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-expanded', 'false');
  status ??= document.body.appendChild(make('div', { class: 'vh', role: 'status' }));
};

const line = (item, at, sprite) => {
  const words = make('span', { class: 'suggest-words' });
  const [before, found, after] = item.parts;
  if (item.kind === 'tag') words.append('#');
  words.append(before, make('b', {}, found), after);
  const picture = item.kind === 'shop'
    ? make('span', { class: 'avatar avatar-shop' }, item.image ? make('img', { src: item.image, width: '88', height: '88', alt: '' }) : icon(sprite, 'shop'))
    : icon(sprite, { recent: 'history', tag: 'tag' }[item.kind] ?? 'search');
  const option = make('li', { role: 'option', id: `suggest-${at}`, 'aria-selected': 'false', 'data-at': at }, picture, words);
  if (item.note) option.append(make('small', {}, item.note));
  if (item.kind === 'recent') option.append(make('span', { class: 'forget', 'aria-hidden': 'true' }, icon(sprite, 'close')));
  return option;
};

// a box that searches in one shop
const scope = () => box.form.elements.namedItem('shop')?.value;

const show = (answer) => {
  const { sprite, label } = answer;
  items = scope() ? answer.items.filter((item) => item.kind === 'words') : answer.items;
  active = -1;
  box.removeAttribute('aria-activedescendant');
  list?.remove();
  list = null;
  status.textContent = items.length ? answer.status : '';
  box.setAttribute('aria-expanded', String(items.length > 0));
  if (!items.length) return;
  const options = make('ul', { role: 'listbox', id: 'suggest', 'aria-label': label }, ...items.map((item, at) => line(item, at, sprite)));
  list = make('div', { class: 'suggest' }, options);
  if (!box.value.trim()) list.prepend(make('p', { class: 'suggest-label', 'aria-hidden': 'true' }, label));
  box.setAttribute('aria-controls', 'suggest');
  box.closest('.search').append(list);
};

const ask = async () => {
  const mine = (asked += 1);
  request?.abort();
  request = new AbortController();
  try {
    const url = `/search/suggest?q=${encodeURIComponent(box.value.normalize('NFC'))}`;
    const response = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin', signal: request.signal });
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    if (mine === asked && document.activeElement === box) show(answer);
  } catch (error) {
    if (error.name !== 'AbortError' && mine === asked) close();
  }
};

const soon = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
};

const choose = (at) => {
  const options = list ? [...list.querySelectorAll('[role=option]')] : [];
  options[active]?.setAttribute('aria-selected', 'false');
  active = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
  const option = options[active];
  if (!option) {
    box.removeAttribute('aria-activedescendant');
    return;
  }
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  box.setAttribute('aria-activedescendant', option.id);
};

/** Words that were typed or chosen here: the page of their results may keep them. */
const searched = (words) => {
  try {
    sessionStorage.setItem('searched', words.trim());
  } catch { /* no storage, nothing kept */ }
};

const go = (item, apart) => {
  if (item.kind !== 'shop') searched(item.kind === 'tag' ? `#${item.words}` : item.words);
  if (apart) {
    open(item.url, '_blank', 'noopener');
    return;
  }
  const shop = scope();
  close();
  location.assign(shop ? `${item.url}&shop=${encodeURIComponent(shop)}` : item.url);
};

const post = (url, fields) => fetch(url, {
  method: 'POST',
  headers: { Accept: 'application/json' },
  body: new URLSearchParams(fields),
  credentials: 'same-origin',
  keepalive: true,
});

const forget = async (item) => {
  try {
    const response = await post('/search/recent/delete', { q: item.words });
    if (!response.ok) throw new Error(String(response.status));
    if (list) ask();
  } catch {
    say(document.body.dataset.wordFail);
  }
};

document.addEventListener('focusin', ({ target }) => {
  if (target.matches(BOX)) {
    attach(target);
    if (!target.value) soon(0);
  } else if (box && !list?.contains(target)) close();
});

document.addEventListener('input', ({ target }) => {
  if (!target.matches(BOX)) return;
  attach(target);
  soon(WAIT); // also while a syllable is composed: half of it is enough
});

document.addEventListener('keydown', (event) => {
  if (event.target !== box || event.isComposing || event.keyCode === 229) return;
  const { key } = event;
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    event.preventDefault();
    if (list) choose(key === 'ArrowDown' ? active + 1 : active - 1);
    else soon(0);
  } else if (key === 'Escape' && list) {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (key === 'Enter' && list && items[active]) {
    event.preventDefault();
    go(items[active], event.ctrlKey || event.metaKey);
  } else if (key === 'Delete' && event.shiftKey && items[active]?.kind === 'recent') {
    event.preventDefault();
    forget(items[active]);
  } else if (key === 'Tab') close();
}, true);

// the focus stays in the box
document.addEventListener('pointerdown', (event) => {
  if (list?.contains(event.target)) event.preventDefault();
  else if (list && event.target !== box) close();
});

document.addEventListener('click', (event) => {
  if (event.target === box && !list && !box.value) soon(0);
  const option = list?.contains(event.target) && event.target.closest('[role=option]');
  const item = option && items[Number(option.dataset.at)];
  if (!item) return;
  if (event.target.closest('.forget')) forget(item);
  else go(item, event.ctrlKey || event.metaKey);
});

document.addEventListener('submit', ({ target }) => {
  const words = target.matches('form[role=search]') && target.elements.namedItem('q')?.value;
  if (words) searched(words);
  close();
});

addEventListener('pageshow', (event) => {
  if (event.persisted) close();
});

// the words that were sent brought this page: only then are they kept
const page = document.querySelector('[data-searched]');
try {
  const words = sessionStorage.getItem('searched');
  sessionStorage.removeItem('searched');
  if (page && words && page.dataset.searched.normalize('NFC') === words.normalize('NFC').replace(/\s+/g, ' '))
    post('/search/recent', { q: words }).catch(() => {});
} catch { /* no storage, nothing kept */ }
