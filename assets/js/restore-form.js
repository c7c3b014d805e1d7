// Gives someone whose session ended while they wrote their words back: a form that was sent and led to the
// log-in page is filled again when it is opened again, in this tab only and until another page is reached.
// Without scripts, the browser's Back button has the words.

const KEY = 'restore-form';
const here = location.pathname + location.search;
const form = document.querySelector('form[data-js~="restore-form"]');

const isBox = (control) => control.matches('[type=checkbox], [type=radio]');
const isKept = (control) => control.name && !control.matches('[type=file], [type=hidden], [type=submit], button');

const fieldsOf = (from) =>
  [...from.elements]
    .filter((control) => isKept(control) && (!isBox(control) || control.checked))
    .map((control) => [control.name, control.value]);

const fill = (fields) => {
  const left = fields.map(([name, value]) => ({ name, value }));
  for (const control of form.elements) {
    if (!isKept(control)) continue;
    const box = isBox(control);
    const at = left.findIndex((field) => field.name === control.name && (!box || field.value === control.value));
    if (box) control.checked = at >= 0;
    else if (at >= 0) control.value = left[at].value;
    if (at >= 0) left.splice(at, 1);
    control.dispatchEvent(new Event(box ? 'change' : 'input', { bubbles: true }));
  }
};

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
};

const saved = read();
if (form && saved?.page === here && !form.querySelector('.error-summary')) fill(saved.fields);
if (saved && location.pathname !== '/login') sessionStorage.removeItem(KEY);

form?.addEventListener('submit', () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ page: here, fields: fieldsOf(form) }));
  } catch {
    // the storage is full or missing: the form is sent all the same
  }
});
