// Feelings, UP, follow, wish: the form's own request by fetch, the state swapped at once and taken back if it fails.
const number = (n) => new Intl.NumberFormat(document.documentElement.lang || 'ko').format(n);

const setFeeling = (form, kind) => {
  for (const one of form.querySelectorAll('[data-kind]')) {
    const mine = one.dataset.kind === kind;
    one.value = mine ? '' : one.dataset.kind;
    one.setAttribute('aria-pressed', String(mine));
  }
  const main = form.querySelector('[data-main]');
  const source = form.querySelector(`[data-kind="${kind ?? 'like'}"]`);
  if (!main || !source) return;
  main.value = kind ? '' : 'like';
  main.setAttribute('aria-pressed', String(Boolean(kind)));
  main.querySelector('svg').replaceWith(source.querySelector('svg').cloneNode(true));
  main.querySelector('[data-word]').textContent = kind ? source.textContent.trim() : main.dataset.offWord;
};

const setSwitch = (form, on) => {
  const button = form.querySelector('[aria-pressed]');
  button.setAttribute('aria-pressed', String(on));
  const field = form.elements.namedItem('on');
  if (field) field.value = String(!on);
  const action = on ? form.dataset.onAction : form.dataset.offAction;
  if (action) {
    form.action = action;
    button.classList.toggle('button-main', !on);
  }
};

const showCounts = (form, answer) => {
  const card = form.closest('.story');
  if (form.dataset.toggle === 'feeling' && card) {
    const faces = card.querySelector('[data-faces]');
    if (!faces || !('total' in answer)) return;
    const icons = (answer.faces ?? []).map((k) => form.querySelector(`[data-kind="${CSS.escape(k)}"] svg`)?.cloneNode(true)).filter(Boolean);
    const count = document.createElement('span');
    count.dataset.count = '';
    count.textContent = answer.total ? (answer.total_text ?? number(answer.total)) : '';
    faces.replaceChildren(...icons, count);
    return;
  }
  const count = form.querySelector('[data-count]') ?? (form.dataset.toggle === 'up' ? card?.querySelector('[data-up-count]') : null);
  if (count && 'count' in answer) count.textContent = answer.count_text ?? number(answer.count);
};

const read = (form) => (form.dataset.toggle === 'feeling'
  ? form.querySelector('[data-kind][aria-pressed="true"]')?.dataset.kind ?? null
  : form.querySelector('[aria-pressed]').getAttribute('aria-pressed') === 'true');
const write = (form, state) => (form.dataset.toggle === 'feeling' ? setFeeling(form, state) : setSwitch(form, state));

// the server wants a page (log in first, say): send the form as if there were no script
const plainly = (form, data, action) => {
  for (const [name, value] of data) {
    if (form.elements.namedItem(name)?.type === 'hidden') continue;
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  form.action = action;
  form.submit();
};

const send = async (form, submitter) => {
  const before = read(form);
  const data = new FormData(form, submitter);
  const action = form.action;
  form.dataset.busy = '';
  write(form, form.dataset.toggle === 'feeling' ? data.get('kind') || null : !before);
  const menu = form.querySelector('details[open]') ?? form.closest('details[open]');
  if (menu) {
    menu.open = false;
    (form.querySelector('[data-main]') ?? menu.querySelector('summary')).focus({ preventScroll: true });
  }
  try {
    const response = await fetch(action, { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(data), credentials: 'same-origin' });
    if (!response.ok || !response.headers.get('content-type')?.includes('json')) {
      write(form, before);
      plainly(form, data, action);
      return;
    }
    const answer = await response.json();
    if ('kind' in answer) write(form, answer.kind);
    else if ('on' in answer) write(form, answer.on);
    showCounts(form, answer);
  } catch {
    write(form, before);
    say(document.body.dataset.wordFail);
  } finally {
    delete form.dataset.busy;
  }
};

/** One line at the top of the page, read out; `good` where nothing went wrong. */
export const say = (words, good = false) => {
  if (!words) return;
  const line = document.createElement('p');
  line.className = `flash ${good ? 'flash-ok' : 'flash-stop'}`;
  line.setAttribute('role', 'alert');
  line.textContent = words;
  document.querySelector('.toast')?.remove();
  line.classList.add('toast');
  document.querySelector('main')?.prepend(line);
  setTimeout(() => line.remove(), 6000);
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.enhance !== 'toggle' || event.defaultPrevented) return;
  event.preventDefault();
  if (!('busy' in form.dataset)) send(form, event.submitter);
});

// hold the face to choose among the five
let timer = 0;
let held = false;
document.addEventListener('pointerdown', (event) => {
  const main = event.target.closest('[data-main]');
  held = false;
  if (!main || event.button !== 0) return;
  timer = setTimeout(() => {
    held = true;
    main.form.querySelector('details').open = true;
  }, 450);
});
for (const type of ['pointerup', 'pointercancel', 'scroll']) document.addEventListener(type, () => clearTimeout(timer), true);
document.addEventListener('click', (event) => {
  if (held && event.target.closest('[data-main]')) {
    event.preventDefault();
    event.stopPropagation();
  }
  held = false;
}, true);
document.addEventListener('contextmenu', (event) => {
  if (event.target.closest('[data-main]') && event.pointerType === 'touch') event.preventDefault();
});
