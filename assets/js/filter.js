// The sheet of conditions on a phone. Its address opens it, so Back closes it; here: what lies behind
// it cannot be reached, Escape closes it, and it stays open while one chooses. What was chosen shows in
// the sheet only, until it is asked for; Back leaves the results as they were.
import { say } from './toggle.js';

const sheet = document.querySelector('.filter');
const wide = matchMedia('(min-width: 1024px)');
const isOpen = () => location.hash === '#filter' && !wide.matches;

if (sheet) {
  const show = sheet.querySelector('[data-sheet-show]');
  const part = (name, page = sheet) => page.querySelector(name);
  const before = { body: part('.filter-body').cloneNode(true), words: show.textContent };
  let chosen; // the address of what was chosen in the sheet

  const turn = () => {
    const open = isOpen();
    const was = sheet.getAttribute('role') === 'dialog';
    for (const element of document.querySelectorAll('.skip, .topbar, .acting-strip, .mainnav, .search-top, .main > .tabs, .found-main, .rail')) element.inert = open;
    if (open) {
      sheet.setAttribute('role', 'dialog');
      sheet.setAttribute('aria-modal', 'true');
      part('[data-sheet-close]').focus({ preventScroll: true });
      return;
    }
    sheet.removeAttribute('role');
    sheet.removeAttribute('aria-modal');
    if (chosen) {
      chosen = undefined;
      part('.filter-body').replaceWith(before.body.cloneNode(true));
      show.textContent = before.words;
    }
    if (was) document.querySelector('[data-sheet]')?.focus();
  };

  /** What tells a choice from the others, in the sheet before and after. */
  const name = (element) => element.ariaLabel ?? element.firstElementChild?.textContent ?? element.name;

  const choose = async (href) => {
    if (sheet.ariaBusy) return;
    sheet.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(href, { credentials: 'same-origin' });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const focused = sheet.contains(document.activeElement) && name(document.activeElement);
      const fresh = part('.filter-body', page);
      const wrong = part('.search-top .range', page);
      if (fresh) {
        const body = part('.filter-body');
        const { scrollTop } = body;
        body.replaceWith(fresh);
        fresh.scrollTop = scrollTop;
        show.textContent = part('[data-sheet-show]', page).textContent;
        chosen = response.url;
      } else if (response.status === 422 && wrong) part('.range').replaceWith(wrong);
      else {
        location.replace(href);
        return;
      }
      const again = wrong?.querySelector('[aria-invalid]') ?? [...sheet.querySelectorAll('a, input, button')].find((element) => name(element) === focused);
      again?.focus({ preventScroll: true });
      wrong?.scrollIntoView({ block: 'nearest' });
    } catch {
      say(document.body.dataset.wordFail);
    } finally {
      sheet.removeAttribute('aria-busy');
    }
  };

  addEventListener('hashchange', turn);
  wide.addEventListener('change', turn);
  turn();

  const shut = (event) => {
    if (!isOpen()) return;
    event.preventDefault();
    history.back();
  };
  // a list of suggestions that is open takes its Escape itself
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) shut(event);
  });
  document.addEventListener('click', (event) => {
    if (!isOpen() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const choice = event.target.closest('.filter .facet[href], .filter .prices a');
    if (choice) {
      event.preventDefault();
      choose(choice.getAttribute('href'));
    } else if (chosen && event.target.closest('[data-sheet-show]')) {
      event.preventDefault();
      location.replace(chosen);
    } else if (event.target === sheet || event.target.closest('[data-sheet-close], [data-sheet-show]')) shut(event);
  });
  sheet.addEventListener('submit', (event) => {
    if (!isOpen()) return;
    event.preventDefault();
    choose(`${event.target.getAttribute('action')}?${new URLSearchParams(new FormData(event.target))}`);
  });
}
