// Forms: counters, sending once, no sending while Hangul is being composed, small list helpers.

/** Characters as the server counts them: Unicode scalar values after NFC, a line break as one. */
export const length = (text) => [...text.replace(/\r\n?/g, '\n').normalize('NFC')].length;

const number = new Intl.NumberFormat(document.documentElement.lang || 'ko');

const count = (control) => {
  const limit = Number(control.dataset.limit);
  if (!limit) return;
  const used = length(control.value);
  const over = used - limit;
  control.setCustomValidity(over > 0 ? (control.dataset.over ?? '').replace('{n}', number.format(over)) : '');
  const out = control.id && control.form?.querySelector(`output[for="${CSS.escape(control.id)}"]`);
  if (!out) return;
  out.hidden = used < limit * 0.8;
  out.classList.toggle('is-over', over > 0);
  out.value = `${number.format(used)} / ${number.format(limit)}`;
};

const filter = (box) => {
  const wanted = box.value.normalize('NFC').trim().toLowerCase();
  for (const item of document.querySelectorAll(box.dataset.filter))
    item.hidden = wanted !== '' && !item.textContent.normalize('NFC').toLowerCase().includes(wanted) && !item.querySelector(':checked');
};

// What is wrong is seen, also where it was folded away; before the browser looks for where to put the cursor.
document.addEventListener('invalid', ({ target }) => {
  for (let fold = target.closest('details:not([open])'); fold; fold = fold.parentElement.closest('details:not([open])')) fold.open = true;
}, true);

document.addEventListener('input', ({ target }) => {
  if (target.dataset?.limit) count(target);
  if (target.dataset?.filter) filter(target);
});

document.addEventListener('change', ({ target }) => {
  if (!target.dataset?.all || !target.form) return;
  for (const box of target.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(target.dataset.all)}"]`)) box.checked = target.checked;
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

/** Marks a form as on its way, or as free again. */
export const busy = (form, button, on) => {
  if (on) form.dataset.sent = '';
  else delete form.dataset.sent;
  if (!button) return;
  button.toggleAttribute('aria-busy', on);
  if (on) button.setAttribute('aria-busy', 'true');
  if (button.dataset.busy) {
    button.dataset.rest ??= button.textContent;
    button.textContent = on ? button.dataset.busy : button.dataset.rest;
  }
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-once]')) return;
  if ('sent' in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  busy(form, event.submitter, true);
}, true);

// a page taken out of the back-forward cache can be sent again
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) busy(form, form.querySelector('[aria-busy]'), false);
});

for (const control of document.querySelectorAll('[data-limit]')) if (control.value) count(control);
document.querySelector('.error-summary')?.focus();

// a status that is there from the start is not read out: say it again in a region that fills later
const flash = document.querySelector('.flash[role=status]');
if (flash) {
  const region = document.createElement('div');
  region.className = 'vh';
  region.setAttribute('role', 'status');
  flash.removeAttribute('role');
  flash.after(region);
  setTimeout(() => {
    region.textContent = flash.querySelector('p')?.textContent ?? '';
  }, 300);
}
