// Makes the filters of a search a dialog on phones: what lies behind cannot be reached, Escape closes it, and it stays
// open while someone chooses. What they chose shows in the sheet only, until they ask for the results; Back leaves the
// results as they were. Without scripts, the address opens and closes the sheet, and each filter is a link.
import { showFailure } from './toast.js';

const BEHIND = '.skip, .topbar, .acting-strip, .mainnav, .search-top, .main > .tabs, .found-main, .rail';

const sheet = document.querySelector('[data-js~="filter-sheet"]');
const wide = matchMedia('(min-width: 1024px)');
const isOpen = () => location.hash === '#filter' && !wide.matches;

const find = (selector, page = sheet) => page.querySelector(selector);
const showButton = (page) => find('[data-filter-sheet-show]', page);
const initial = sheet && { body: find('.filter-body').cloneNode(true), words: showButton().textContent };
let chosen; // the address of what was chosen in the sheet
let closing = false; // asked to close, perhaps before the sheet was told that it is open

/** Tells a choice from the others, in the sheet before and after. */
const nameOf = (element) => element.ariaLabel ?? element.firstElementChild?.textContent ?? element.name;

const becomeDialog = () => {
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-modal', 'true');
  find('[data-filter-sheet-close]').focus({ preventScroll: true });
};

const becomeColumn = () => {
  const wasDialog = sheet.getAttribute('role') === 'dialog';
  sheet.removeAttribute('role');
  sheet.removeAttribute('aria-modal');
  if (chosen) {
    chosen = undefined;
    find('.filter-body').replaceWith(initial.body.cloneNode(true));
    showButton().textContent = initial.words;
  }
  if (wasDialog || closing) document.querySelector('[data-filter-sheet-open]')?.focus();
  closing = false;
};

const update = () => {
  const open = isOpen();
  for (const element of document.querySelectorAll(BEHIND)) element.inert = open;
  if (open) becomeDialog();
  else becomeColumn();
};

const replaceBody = (fresh) => {
  const body = find('.filter-body');
  const { scrollTop } = body;
  body.replaceWith(fresh);
  fresh.scrollTop = scrollTop;
};

const focusAgain = (focused, wrong) => {
  const same = () => [...sheet.querySelectorAll('a, input, button')].find((element) => nameOf(element) === focused);
  const target = wrong?.querySelector('[aria-invalid]') ?? same();
  target?.focus({ preventScroll: true });
  wrong?.scrollIntoView({ block: 'nearest' });
};

/** Takes over the filters of the results at `href`; leads there if they are not what was expected. */
const takeFrom = async (href) => {
  const response = await fetch(href, { credentials: 'same-origin' });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const focused = sheet.contains(document.activeElement) && nameOf(document.activeElement);
  const fresh = find('.filter-body', page);
  const wrong = find('.search-top .range', page);
  if (fresh) {
    replaceBody(fresh);
    showButton().textContent = showButton(page).textContent;
    chosen = response.url;
  } else if (response.status === 422 && wrong) find('.range').replaceWith(wrong);
  else {
    location.replace(href);
    return;
  }
  focusAgain(focused, wrong);
};

const choose = async (href) => {
  if (sheet.ariaBusy) return;
  sheet.setAttribute('aria-busy', 'true');
  try {
    await takeFrom(href);
  } catch {
    showFailure();
  } finally {
    sheet.removeAttribute('aria-busy');
  }
};

const close = (event) => {
  if (!isOpen()) return;
  event.preventDefault();
  closing = true;
  history.back();
};

const onClick = (event) => {
  if (!isOpen() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const choice = event.target.closest('.filter .facet[href], .filter .prices a');
  if (choice) {
    event.preventDefault();
    choose(choice.getAttribute('href'));
  } else if (chosen && event.target.closest('[data-filter-sheet-show]')) {
    event.preventDefault();
    location.replace(chosen);
  } else if (event.target === sheet || event.target.closest('[data-filter-sheet-close], [data-filter-sheet-show]'))
    close(event);
};

const onSubmit = (event) => {
  if (!isOpen()) return;
  event.preventDefault();
  choose(`${event.target.getAttribute('action')}?${new URLSearchParams(new FormData(event.target))}`);
};

if (sheet) {
  addEventListener('hashchange', update);
  wide.addEventListener('change', update);
  update();
  // an open list of suggestions takes its Escape itself
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) close(event);
  });
  document.addEventListener('click', onClick);
  sheet.addEventListener('submit', onSubmit);
}
