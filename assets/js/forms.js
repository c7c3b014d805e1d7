// Helps people fill in forms: counts characters, sends a form once, never sends it while Hangul is being composed,
// narrows long lists, and shows what is wrong. Without scripts, the server says what is too long or wrong,
// and a form that is sent twice takes effect once.

/** Characters as the server counts them: Unicode scalar values after NFC, a line break as one. */
const length = (text) => [...text.replace(/\r\n?/g, '\n').normalize('NFC')].length;

/** From this part of a limit on, the counter shows. */
const COUNT_FROM = 0.8;
const number = new Intl.NumberFormat(document.documentElement.lang || 'ko');

const updateCounter = (control) => {
  const limit = Number(control.dataset.limit);
  if (!limit) return;
  const used = length(control.value);
  const over = used - limit;
  const message = (control.dataset.over ?? '').replace('{n}', number.format(over));
  control.setCustomValidity(over > 0 ? message : '');
  const counter = control.id && control.form?.querySelector(`output[for="${CSS.escape(control.id)}"]`);
  if (!counter) return;
  counter.hidden = used < limit * COUNT_FROM;
  counter.classList.toggle('is-over', over > 0);
  counter.value = `${number.format(used)} / ${number.format(limit)}`;
};

const comparable = (text) => text.normalize('NFC').toLowerCase();

/** Hides the items of a list that do not contain what is typed in `box` and are not chosen. */
const narrowList = (box) => {
  const wanted = comparable(box.value).trim();
  for (const item of document.querySelectorAll(box.dataset.filter))
    item.hidden = wanted !== '' && !comparable(item.textContent).includes(wanted) && !item.querySelector(':checked');
};

// a field that is wrong is unfolded before the browser puts the focus on it
document.addEventListener(
  'invalid',
  ({ target }) => {
    const closed = 'details:not([open])';
    for (let fold = target.closest(closed); fold; fold = fold.parentElement.closest(closed)) fold.open = true;
  },
  true,
);

document.addEventListener('input', ({ target }) => {
  if (target.dataset?.limit) updateCounter(target);
  if (target.dataset?.filter) narrowList(target);
});

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key !== 'Enter' || !target.form) return;
  // 229: Safari reports the Enter that ends a composition only this way
  if (event.isComposing || event.keyCode === 229) {
    if (target.matches('input')) event.preventDefault();
    return;
  }
  if (target.matches('textarea') && (event.ctrlKey || event.metaKey)) target.form.requestSubmit();
  if (target.dataset.filter) event.preventDefault();
});

/** Marks a form as being sent, or as free again; its button says so. */
export const setBusy = (form, button, busy) => {
  if (busy) form.dataset.sent = '';
  else delete form.dataset.sent;
  if (!button) return;
  if (busy) button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
  if (button.dataset.busy) {
    button.dataset.rest ??= button.textContent;
    button.textContent = busy ? button.dataset.busy : button.dataset.rest;
  }
};

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (!form.matches('[data-once]')) return;
    if ('sent' in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setBusy(form, event.submitter, true);
  },
  true,
);

// a page that comes back out of the back-forward cache can be sent again
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    setBusy(form, form.querySelector('[aria-busy]'), false);
  }
});

/** Reads the flash line out: a status that is there from the start is not, so a region that fills later repeats it. */
const readFlashOut = (flash) => {
  const region = document.createElement('div');
  region.className = 'vh';
  region.setAttribute('role', 'status');
  flash.removeAttribute('role');
  flash.after(region);
  setTimeout(() => {
    region.textContent = flash.querySelector('p')?.textContent ?? '';
  }, 300);
};

for (const control of document.querySelectorAll('[data-limit]')) if (control.value) updateCounter(control);
document.querySelector('.error-summary')?.focus();
const flash = document.querySelector('.flash[role=status]');
if (flash) readFlashOut(flash);
