// What was typed outlives a session that ended meanwhile: a form[data-keep] that was sent and led to the log-in page
// gets its words back when it is opened again. Only in this tab, only until another page is reached.
const KEY = 'kept-form';
const here = location.pathname + location.search;
const form = document.querySelector('form[data-keep]');
const wanted = (el) => el.name && !el.matches('[type=file], [type=hidden], [type=submit], button');

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
};

const fill = (fields) => {
  const left = fields.map(([name, value]) => ({ name, value }));
  for (const el of form.elements) {
    if (!wanted(el)) continue;
    const box = el.matches('[type=checkbox], [type=radio]');
    const at = left.findIndex((one) => one.name === el.name && (!box || one.value === el.value));
    if (box) el.checked = at >= 0;
    else if (at >= 0) el.value = left[at].value;
    if (at >= 0) left.splice(at, 1);
    el.dispatchEvent(new Event(box ? 'change' : 'input', { bubbles: true }));
  }
};

const kept = read();
if (form && kept?.page === here && !form.querySelector('.error-summary')) fill(kept.fields);
if (kept && location.pathname !== '/login') sessionStorage.removeItem(KEY);

form?.addEventListener('submit', () => {
  const fields = [...form.elements].filter((el) => wanted(el) && (!el.matches('[type=checkbox], [type=radio]') || el.checked)).map((el) => [el.name, el.value]);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ page: here, fields }));
  } catch {
    // no room, or no storage here: the form is sent all the same
  }
});
