// Gives and takes back feelings, UPs, follows and wishes without a page load: the state changes at once, and back if
// the request fails. Without scripts, the form is sent and the page comes again.
import { showFailure } from './toast.js';

const HOLD = 450;

const number = (n) => new Intl.NumberFormat(document.documentElement.lang || 'ko').format(n);
const isFeeling = (form) => form.dataset.toggleKind === 'feeling';

const setFeeling = (form, kind) => {
  for (const choice of form.querySelectorAll('[data-toggle-feeling]')) {
    const given = choice.dataset.toggleFeeling === kind;
    choice.value = given ? '' : choice.dataset.toggleFeeling;
    choice.setAttribute('aria-pressed', String(given));
  }
  const main = form.querySelector('[data-toggle-main]');
  const source = form.querySelector(`[data-toggle-feeling="${kind ?? 'like'}"]`);
  if (!main || !source) return;
  main.value = kind ? '' : 'like';
  main.setAttribute('aria-pressed', String(Boolean(kind)));
  main.querySelector('svg').replaceWith(source.querySelector('svg').cloneNode(true));
  main.querySelector('[data-toggle-word]').textContent = kind ? source.textContent.trim() : main.dataset.toggleOffWord;
};

const setSwitch = (form, on) => {
  const button = form.querySelector('[aria-pressed]');
  button.setAttribute('aria-pressed', String(on));
  const field = form.elements.namedItem('on');
  if (field) field.value = String(!on);
  const action = on ? form.dataset.toggleOnAction : form.dataset.toggleOffAction;
  if (action) {
    form.action = action;
    button.classList.toggle('button-main', !on);
  }
};

const stateOf = (form) =>
  isFeeling(form)
    ? (form.querySelector('[data-toggle-feeling][aria-pressed="true"]')?.dataset.toggleFeeling ?? null)
    : form.querySelector('[aria-pressed]').getAttribute('aria-pressed') === 'true';

const setState = (form, state) => (isFeeling(form) ? setFeeling(form, state) : setSwitch(form, state));

/** Shows the feelings given most and their number in the line under a story. */
const showTopFeelings = (form, line, { faces, total, total_text: words }) => {
  const iconOf = (kind) => form.querySelector(`[data-toggle-feeling="${CSS.escape(kind)}"] svg`)?.cloneNode(true);
  const count = document.createElement('span');
  count.dataset.toggleCount = '';
  count.textContent = total ? (words ?? number(total)) : '';
  line.replaceChildren(...(faces ?? []).map(iconOf).filter(Boolean), count);
};

const showCounts = (form, answer) => {
  const card = form.closest('.story');
  if (isFeeling(form) && card) {
    const line = card.querySelector('[data-toggle-top-feelings]');
    if (line && 'total' in answer) showTopFeelings(form, line, answer);
    return;
  }
  const ofCard = form.dataset.toggleKind === 'up' ? card?.querySelector('[data-toggle-up-count]') : null;
  const count = form.querySelector('[data-toggle-count]') ?? ofCard;
  if (count && 'count' in answer) count.textContent = answer.count_text ?? number(answer.count);
};

/** Sends the form as if there were no script: the server has a page to show, such as the log-in. */
const sendPlainly = (form, data, action) => {
  for (const [name, value] of data) {
    if (form.elements.namedItem(name)?.type === 'hidden') continue;
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  form.action = action;
  form.submit();
};

const closeMenu = (form) => {
  const menu = form.querySelector('details[open]') ?? form.closest('details[open]');
  if (!menu) return;
  menu.open = false;
  (form.querySelector('[data-toggle-main]') ?? menu.querySelector('summary')).focus({ preventScroll: true });
};

/** Posts the form; returns the answer, or `null` where the server has a page to show. */
const post = async (action, data) => {
  const response = await fetch(action, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(data),
    credentials: 'same-origin',
  });
  const isJson = response.headers.get('content-type')?.includes('json');
  return response.ok && isJson ? response.json() : null;
};

const send = async (form, submitter) => {
  const before = stateOf(form);
  const data = new FormData(form, submitter);
  const { action } = form;
  form.dataset.toggleBusy = '';
  setState(form, isFeeling(form) ? data.get('kind') || null : !before);
  closeMenu(form);
  try {
    const answer = await post(action, data);
    if (!answer) {
      setState(form, before);
      sendPlainly(form, data, action);
      return;
    }
    if ('kind' in answer) setState(form, answer.kind);
    else if ('on' in answer) setState(form, answer.on);
    showCounts(form, answer);
  } catch {
    setState(form, before);
    showFailure();
  } finally {
    delete form.dataset.toggleBusy;
  }
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-js~="toggle"]') || event.defaultPrevented) return;
  event.preventDefault();
  if (!('toggleBusy' in form.dataset)) send(form, event.submitter);
});

// the button of a feeling, held down, opens all five
let timer = 0;
let held = false;

document.addEventListener('pointerdown', (event) => {
  const main = event.target.closest('[data-toggle-main]');
  held = false;
  if (!main || event.button !== 0) return;
  timer = setTimeout(() => {
    held = true;
    main.form.querySelector('details').open = true;
  }, HOLD);
});

for (const type of ['pointerup', 'pointercancel', 'scroll'])
  document.addEventListener(type, () => clearTimeout(timer), true);

document.addEventListener(
  'click',
  (event) => {
    if (held && event.target.closest('[data-toggle-main]')) {
      event.preventDefault();
      event.stopPropagation();
    }
    held = false;
  },
  true,
);

document.addEventListener('contextmenu', (event) => {
  if (event.target.closest('[data-toggle-main]') && event.pointerType === 'touch') event.preventDefault();
});
