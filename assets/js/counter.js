// Tells someone who writes how much of a limit they have used, from most of it on, and refuses more than the limit.
// Without scripts, the server says what is too long.

const CONTROL = '[data-js~="counter"]';
const SHOWN_FROM = 0.8;
const number = new Intl.NumberFormat(document.documentElement.lang || 'ko');

/** Characters as the server counts them: Unicode scalar values after NFC, a line break as one. */
const length = (text) => [...text.replace(/\r\n?/g, '\n').normalize('NFC')].length;

const update = (control) => {
  const limit = Number(control.dataset.counterLimit);
  if (!limit) return;
  const used = length(control.value);
  const over = used - limit;
  const message = (control.dataset.counterOver ?? '').replace('{n}', number.format(over));
  control.setCustomValidity(over > 0 ? message : '');
  const counter = control.id && control.form?.querySelector(`output[for="${CSS.escape(control.id)}"]`);
  if (!counter) return;
  counter.hidden = used < limit * SHOWN_FROM;
  counter.classList.toggle('is-over', over > 0);
  counter.value = `${number.format(used)} / ${number.format(limit)}`;
};

document.addEventListener('input', ({ target }) => {
  if (target.matches(CONTROL)) update(target);
});

for (const control of document.querySelectorAll(CONTROL)) if (control.value) update(control);
