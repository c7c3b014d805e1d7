// Compose: photos shown at once from the file, removed, ordered, described, sent with progress.
// Without this module the form is plain multipart: photos in the order picked, alt fields beside.
// Thumbnails are drawn on a canvas, so the content security policy needs no blob: source.
import { busy } from './forms.js';

const types = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

const setUp = (box) => {
  const form = box.closest('form');
  const input = box.querySelector('input[type=file]');
  const pick = box.querySelector('.upload-pick');
  const list = box.querySelector('[data-upload-list]');
  const pattern = box.querySelector('template[data-upload-item]');
  const max = Number(box.dataset.max) || 20;
  const word = box.dataset;
  const files = new Map(); // list item → File, in the order of the list
  box.querySelector('[data-no-script]')?.remove();
  // photos the server already has: their buttons need no round trip here
  const acts = { move_up: 'up', move_down: 'down', remove: 'remove' };
  for (const button of list.querySelectorAll('button[name]')) {
    button.type = 'button';
    button.dataset.do = acts[button.name];
  }

  const items = () => [...list.children];
  const picked = () => items().filter((item) => files.has(item));

  const number = () => {
    items().forEach((item, i, all) => {
      const n = String(i + 1);
      const nth = item.querySelector('.upload-nth');
      if (nth) nth.textContent = n;
      for (const el of item.querySelectorAll('[data-label]')) el.setAttribute('aria-label', el.dataset.label.replace('{n}', n));
      const up = item.querySelector('[data-do=up]');
      const down = item.querySelector('[data-do=down]');
      // kept photos come before new ones on the server, so the two kinds do not mix
      const stuck = (other) => !other || files.has(other) !== files.has(item);
      if (up) up.disabled = stuck(all[i - 1]);
      if (down) down.disabled = stuck(all[i + 1]);
    });
    list.dispatchEvent(new CustomEvent('photos', { bubbles: true }));
  };

  const wrong = (item, words) => {
    const line = item.querySelector('.error');
    item.classList.toggle('is-bad', Boolean(words));
    if (!line) return;
    line.hidden = !words;
    line.querySelector('span').textContent = words ?? '';
  };

  const draw = async (item, file) => {
    const canvas = item.querySelector('canvas');
    try {
      const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const side = Math.min(picture.width, picture.height);
      canvas.getContext('2d').drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
      picture.close();
    } catch {
      wrong(item, `${file.name}: ${word.wordType}`);
    }
  };

  const add = (chosen) => {
    for (const file of chosen) {
      if (items().length >= max) {
        pick.setAttribute('data-full', '');
        wrongBox(word.wordMany);
        break;
      }
      const item = pattern.content.firstElementChild.cloneNode(true);
      item.querySelector('[data-name]').textContent = file.name;
      files.set(item, file);
      item.photoFile = file;
      list.append(item);
      if (file.size > Number(word.maxBytes)) wrong(item, `${file.name}: ${word.wordBig}`);
      else if (!types.has(file.type)) wrong(item, `${file.name}: ${word.wordType}`);
      else draw(item, file);
    }
    number();
  };

  const wrongBox = (words) => {
    let line = box.querySelector(':scope > .error');
    if (!line) {
      line = Object.assign(document.createElement('p'), { className: 'error' });
      line.setAttribute('role', 'alert');
      pick.after(line);
    }
    line.textContent = words ?? '';
    line.hidden = !words;
  };

  input.addEventListener('change', () => {
    wrongBox('');
    add(input.files);
    input.value = ''; // the same file may be picked again; what is sent comes from the list
  });

  for (const type of ['dragenter', 'dragover']) box.addEventListener(type, (event) => {
    event.preventDefault();
    pick.classList.add('is-over');
  });
  for (const type of ['dragleave', 'drop']) box.addEventListener(type, (event) => {
    event.preventDefault();
    pick.classList.remove('is-over');
  });
  box.addEventListener('drop', (event) => add(event.dataTransfer.files));

  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const item = button.closest('li');
    const what = button.dataset.do;
    if (what === 'up') item.previousElementSibling?.before(item);
    if (what === 'down') item.nextElementSibling?.after(item);
    if (what === 'remove') {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      files.delete(item);
      item.remove();
      (next?.querySelector('[data-do=remove]') ?? input).focus();
      wrongBox('');
    }
    number();
    if (what !== 'remove') (button.disabled ? item.querySelector('[data-do]:enabled') : button).focus();
  });

  // photo by photo: bytes sent are shared out in the order of the list
  const progress = (sent) => {
    let left = sent;
    for (const item of picked()) {
      const size = files.get(item).size || 1;
      const bar = item.querySelector('progress');
      bar.hidden = false;
      bar.value = Math.max(0, Math.min(100, (left / size) * 100));
      left -= size;
    }
  };

  const showErrors = (answer) => {
    const fields = answer.fields ?? {};
    const sent = picked();
    for (const [name, words] of Object.entries(fields)) {
      const nth = /^photos\.(\d+)$/.exec(name);
      if (nth && sent[Number(nth[1])]) wrong(sent[Number(nth[1])], words);
      else if (name === 'photos') wrongBox(words);
      else {
        const control = form.elements.namedItem(name);
        if (!control?.closest) continue;
        control.setAttribute('aria-invalid', 'true');
        const field = control.closest('.field');
        field?.classList.add('is-wrong');
        let line = field?.querySelector('.error');
        if (field && !line) field.append(line = Object.assign(document.createElement('p'), { className: 'error', id: `${control.id}-error` }));
        if (line) line.textContent = words;
        control.setAttribute('aria-describedby', `${control.id}-error`);
      }
    }
    if (answer.error && Object.keys(fields).length === 0) wrongBox(answer.error);
    form.querySelector('.is-bad, .is-wrong, .upload > .error:not([hidden])')?.scrollIntoView({ block: 'center' });
    (form.querySelector('[aria-invalid=true]') ?? form.querySelector('.is-bad button'))?.focus({ preventScroll: true });
  };

  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || files.size === 0) return; // nothing picked here: the plain form does it
    event.preventDefault();
    const button = event.submitter;
    const bad = list.querySelector('.is-bad');
    if (bad) {
      busy(form, button, false);
      bad.scrollIntoView({ block: 'center' });
      bad.querySelector('[data-do=remove]')?.focus();
      return;
    }
    const body = new FormData(form, button);
    body.delete('photos');
    for (const item of items()) {
      const alt = item.querySelector('[data-alt]');
      if (!files.has(item)) continue;
      body.append('photos', files.get(item), files.get(item).name);
      body.append('alt', alt?.value ?? '');
    }
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => progress(loaded));
    const failed = () => {
      busy(form, button, false);
      for (const bar of list.querySelectorAll('progress')) bar.hidden = true;
      wrongBox(word.wordFail);
    };
    request.addEventListener('error', failed);
    request.addEventListener('load', () => {
      const answer = request.response;
      if (request.status < 300 && answer?.location) {
        location.assign(answer.location);
        return;
      }
      failed();
      if (answer?.error || answer?.fields) {
        wrongBox('');
        showErrors(answer);
      }
    });
    request.send(body);
  });
};

for (const box of document.querySelectorAll('form [data-upload]')) setUp(box);
