// Shows the photos someone picks at once, lets them remove, order and describe them, and sends them with progress.
// Without scripts, the form is plain multipart: photos in the order they were picked, alt texts beside them.
// Thumbnails are drawn on a canvas, so the content security policy needs no blob: source.
import { setBusy } from './forms.js';

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** The buttons of a photo that the server has: what they are called, and what they do here. */
const ACTIONS = { move_up: 'up', move_down: 'down', remove: 'remove' };

const setText = (line, words) => {
  line.textContent = words ?? '';
  line.hidden = !words;
};

const showItemError = (item, words) => {
  const line = item.querySelector('.error');
  item.classList.toggle('is-bad', Boolean(words));
  if (!line) return;
  line.hidden = !words;
  line.querySelector('span').textContent = words ?? '';
};

/** Draws the middle square of a photo as its thumbnail. */
const drawThumbnail = async (canvas, file) => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d').drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
  picture.close();
};

const showFieldError = (form, name, words) => {
  const control = form.elements.namedItem(name);
  if (!control?.closest) return;
  control.setAttribute('aria-invalid', 'true');
  const field = control.closest('.field');
  field?.classList.add('is-wrong');
  const id = `${control.id}-error`;
  let line = field?.querySelector('.error');
  if (field && !line) {
    line = Object.assign(document.createElement('p'), { className: 'error', id });
    field.append(line);
  }
  if (line) line.textContent = words;
  control.setAttribute('aria-describedby', id);
};

const setUp = (box) => {
  const form = box.closest('form');
  const input = box.querySelector('input[type=file]');
  const pick = box.querySelector('.upload-pick');
  const list = box.querySelector('[data-upload-list]');
  const template = box.querySelector('template[data-upload-item]');
  const max = Number(box.dataset.max) || 20;
  const words = box.dataset;
  const files = new Map(); // list item → File, in the order of the list

  const items = () => [...list.children];
  const newItems = () => items().filter((item) => files.has(item));

  const showError = (text) => {
    let line = box.querySelector(':scope > .error');
    if (!line) {
      line = Object.assign(document.createElement('p'), { className: 'error' });
      line.setAttribute('role', 'alert');
      pick.after(line);
    }
    setText(line, text);
  };

  /** Numbers the photos and says which can move; photos the server has come first, and do not mix with new ones. */
  const renumber = () => {
    items().forEach((item, i, all) => {
      const n = String(i + 1);
      const nth = item.querySelector('.upload-nth');
      if (nth) nth.textContent = n;
      for (const part of item.querySelectorAll('[data-label]'))
        part.setAttribute('aria-label', part.dataset.label.replace('{n}', n));
      const isStuck = (other) => !other || files.has(other) !== files.has(item);
      const up = item.querySelector('[data-do=up]');
      const down = item.querySelector('[data-do=down]');
      if (up) up.disabled = isStuck(all[i - 1]);
      if (down) down.disabled = isStuck(all[i + 1]);
    });
    list.dispatchEvent(new CustomEvent('photos', { bubbles: true }));
  };

  const addFile = (file) => {
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector('[data-name]').textContent = file.name;
    files.set(item, file);
    item.photoFile = file;
    list.append(item);
    const refuse = (reason) => showItemError(item, `${file.name}: ${reason}`);
    if (file.size > Number(words.maxBytes)) refuse(words.wordBig);
    else if (!TYPES.has(file.type)) refuse(words.wordType);
    else drawThumbnail(item.querySelector('canvas'), file).catch(() => refuse(words.wordType));
  };

  const addFiles = (chosen) => {
    for (const file of chosen) {
      if (items().length >= max) {
        showError(words.wordMany);
        break;
      }
      addFile(file);
    }
    renumber();
  };

  const remove = (item) => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    files.delete(item);
    item.remove();
    (next?.querySelector('[data-do=remove]') ?? input).focus();
    showError('');
    renumber();
  };

  const move = (item, button) => {
    if (button.dataset.do === 'up') item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    renumber();
    (button.disabled ? item.querySelector('[data-do]:enabled') : button).focus();
  };

  /** Shares the bytes sent out over the photos, in the order of the list. */
  const showProgress = (sent) => {
    let left = sent;
    for (const item of newItems()) {
      const size = files.get(item).size || 1;
      const bar = item.querySelector('progress');
      bar.hidden = false;
      bar.value = Math.max(0, Math.min(100, (left / size) * 100));
      left -= size;
    }
  };

  const hideProgress = () => {
    for (const bar of list.querySelectorAll('progress')) bar.hidden = true;
  };

  const showErrors = (answer) => {
    const fields = answer.fields ?? {};
    const sent = newItems();
    for (const [name, text] of Object.entries(fields)) {
      const photo = sent[Number(/^photos\.(\d+)$/.exec(name)?.[1])];
      if (photo) showItemError(photo, text);
      else if (name === 'photos') showError(text);
      else showFieldError(form, name, text);
    }
    if (answer.error && Object.keys(fields).length === 0) showError(answer.error);
    const first = form.querySelector('.is-bad, .is-wrong, .upload > .error:not([hidden])');
    first?.scrollIntoView({ block: 'center' });
    const toFix = form.querySelector('[aria-invalid=true]') ?? form.querySelector('.is-bad button');
    toFix?.focus({ preventScroll: true });
  };

  const bodyOf = (button) => {
    const body = new FormData(form, button);
    body.delete('photos');
    for (const item of newItems()) {
      const file = files.get(item);
      body.append('photos', file, file.name);
      body.append('alt', item.querySelector('[data-alt]')?.value ?? '');
    }
    return body;
  };

  const fail = (button) => {
    setBusy(form, button, false);
    hideProgress();
    showError(words.wordFail);
  };

  /** Sends the form; by XMLHttpRequest, since fetch does not tell how much was sent. */
  const send = (button) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => showProgress(loaded));
    request.addEventListener('error', () => fail(button));
    request.addEventListener('load', () => {
      const answer = request.response;
      if (request.status < 300 && answer?.location) {
        location.assign(answer.location);
        return;
      }
      fail(button);
      if (!answer?.error && !answer?.fields) return;
      showError('');
      showErrors(answer);
    });
    request.send(bodyOf(button));
  };

  box.querySelector('[data-no-script]')?.remove();
  // photos the server has are moved and removed here too, without a page load
  for (const button of list.querySelectorAll('button[name]')) {
    button.type = 'button';
    button.dataset.do = ACTIONS[button.name];
  }

  input.addEventListener('change', () => {
    showError('');
    addFiles(input.files);
    input.value = ''; // the same file may be picked again; what is sent comes from the list
  });

  const onDrag = (types, over) => {
    for (const type of types)
      box.addEventListener(type, (event) => {
        event.preventDefault();
        pick.classList.toggle('is-over', over);
      });
  };
  onDrag(['dragenter', 'dragover'], true);
  onDrag(['dragleave', 'drop'], false);
  box.addEventListener('drop', (event) => addFiles(event.dataTransfer.files));

  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const item = button.closest('li');
    if (button.dataset.do === 'remove') remove(item);
    else move(item, button);
  });

  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || files.size === 0) return; // without new photos the plain form does it
    event.preventDefault();
    const bad = list.querySelector('.is-bad');
    if (!bad) {
      send(event.submitter);
      return;
    }
    setBusy(form, event.submitter, false);
    bad.scrollIntoView({ block: 'center' });
    bad.querySelector('[data-do=remove]')?.focus();
  });
};

for (const box of document.querySelectorAll('form [data-upload]')) setUp(box);
