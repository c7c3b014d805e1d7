// Suggests what someone may be typing in a search box, and what they searched for recently (an ARIA 1.2 combobox with
// a list). Without scripts, the box is a plain form. Keys are left alone while Hangul is being composed.
import { showFailure } from './toast.js';

const BOX = 'form[role=search][action="/search"] input[type=search]';
const WAIT = 90;
const SEARCHED = 'searched';
const SVG = 'http://www.w3.org/2000/svg';
const ICONS = { recent: 'history', tag: 'tag' };

let box = null; // the box that is in use
let list = null;
let status = null;
let items = [];
let active = -1;
let timer = 0;
let asked = 0; // counts requests, so that a late answer to an earlier one is dropped
let request = null;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const makeIcon = (sprite, name) => {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
};

const makePicture = ({ kind, image }, sprite) => {
  if (kind !== 'shop') return makeIcon(sprite, ICONS[kind] ?? 'search');
  const photo = () => make('img', { src: image, width: '88', height: '88', alt: '' });
  return make('span', { class: 'avatar avatar-shop' }, image ? photo() : makeIcon(sprite, 'shop'));
};

const makeOption = (item, at, sprite) => {
  const [before, found, after] = item.parts;
  const words = make('span', { class: 'suggest-words' });
  if (item.kind === 'tag') words.append('#');
  words.append(before, make('b', {}, found), after);
  const attributes = { role: 'option', id: `suggest-${at}`, 'aria-selected': 'false', 'data-at': at };
  const option = make('li', attributes, makePicture(item, sprite), words);
  if (item.note) option.append(make('small', {}, item.note));
  if (item.kind === 'recent')
    option.append(make('span', { class: 'forget', 'aria-hidden': 'true' }, makeIcon(sprite, 'close')));
  return option;
};

const removeList = () => {
  list?.remove();
  list = null;
  items = [];
  active = -1;
  box?.removeAttribute('aria-activedescendant');
};

const close = () => {
  clearTimeout(timer);
  request?.abort();
  asked += 1;
  removeList();
  box?.setAttribute('aria-expanded', 'false');
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

/** The shop that the box searches in, where it does not search in all. */
const shopOfBox = () => box.form.elements.namedItem('shop')?.value;

const show = (answer) => {
  const { sprite, label } = answer;
  removeList();
  items = shopOfBox() ? answer.items.filter((item) => item.kind === 'words') : answer.items;
  status.textContent = items.length ? answer.status : '';
  box.setAttribute('aria-expanded', String(items.length > 0));
  if (!items.length) return;
  const options = items.map((item, at) => makeOption(item, at, sprite));
  list = make('div', { class: 'suggest' });
  if (!box.value.trim()) list.append(make('p', { class: 'suggest-label', 'aria-hidden': 'true' }, label));
  list.append(make('ul', { role: 'listbox', id: 'suggest', 'aria-label': label }, ...options));
  box.setAttribute('aria-controls', 'suggest');
  box.closest('.search').append(list);
};

const ask = async () => {
  asked += 1;
  const mine = asked;
  request?.abort();
  request = new AbortController();
  try {
    const response = await fetch(`/search/suggest?q=${encodeURIComponent(box.value.normalize('NFC'))}`, {
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      signal: request.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    if (mine === asked && document.activeElement === box) show(answer);
  } catch (error) {
    if (error.name !== 'AbortError' && mine === asked) close();
  }
};

const askSoon = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
};

/** Makes the option at this place the active one; before the first comes the box, and before that the last. */
const activate = (at) => {
  const options = list ? [...list.querySelectorAll('[role=option]')] : [];
  options[active]?.setAttribute('aria-selected', 'false');
  active = at < -1 ? options.length - 1 : at;
  if (active >= options.length) active = -1;
  const option = options[active];
  if (!option) {
    box.removeAttribute('aria-activedescendant');
    return;
  }
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  box.setAttribute('aria-activedescendant', option.id);
};

/** Remembers words that were typed or chosen here, so that the page of their results may keep them. */
const rememberSearched = (words) => {
  try {
    sessionStorage.setItem(SEARCHED, words.trim());
  } catch {
    // without storage nothing is kept
  }
};

const go = (item, inNewTab) => {
  if (item.kind !== 'shop') rememberSearched(item.kind === 'tag' ? `#${item.words}` : item.words);
  if (inNewTab) {
    open(item.url, '_blank', 'noopener');
    return;
  }
  const shop = shopOfBox();
  close();
  location.assign(shop ? `${item.url}&shop=${encodeURIComponent(shop)}` : item.url);
};

const post = (url, fields) =>
  fetch(url, {
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
    showFailure();
  }
};

document.addEventListener('focusin', ({ target }) => {
  if (target.matches(BOX)) {
    attach(target);
    if (!target.value) askSoon(0);
  } else if (box && !list?.contains(target)) close();
});

document.addEventListener('input', ({ target }) => {
  if (!target.matches(BOX)) return;
  attach(target);
  askSoon(WAIT); // also while a syllable is being composed: half of it is enough
});

const onKey = (event) => {
  if (event.target !== box || event.isComposing || event.keyCode === 229) return;
  const { key } = event;
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    event.preventDefault();
    if (list) activate(key === 'ArrowDown' ? active + 1 : active - 1);
    else askSoon(0);
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
};
document.addEventListener('keydown', onKey, true);

// a press on the list leaves the focus in the box
document.addEventListener('pointerdown', (event) => {
  if (list?.contains(event.target)) event.preventDefault();
  else if (list && event.target !== box) close();
});

document.addEventListener('click', (event) => {
  if (event.target === box && !list && !box.value) askSoon(0);
  const option = list?.contains(event.target) && event.target.closest('[role=option]');
  const item = option && items[Number(option.dataset.at)];
  if (!item) return;
  if (event.target.closest('.forget')) forget(item);
  else go(item, event.ctrlKey || event.metaKey);
});

document.addEventListener('submit', ({ target }) => {
  const words = target.matches('form[role=search]') && target.elements.namedItem('q')?.value;
  if (words) rememberSearched(words);
  close();
});

addEventListener('pageshow', (event) => {
  if (event.persisted) close();
});

/** Keeps the words that led to this page of results among the recent searches, if they were typed or chosen here. */
const keepSearched = () => {
  const page = document.querySelector('[data-suggest-searched]');
  const words = sessionStorage.getItem(SEARCHED);
  sessionStorage.removeItem(SEARCHED);
  if (!page || !words) return;
  const same = page.dataset.suggestSearched.normalize('NFC') === words.normalize('NFC').replace(/\s+/g, ' ');
  if (same) post('/search/recent', { q: words }).catch(() => {});
};

try {
  keepSearched();
} catch {
  // without storage nothing is kept
}
