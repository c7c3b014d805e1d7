// Shows the photos someone picks at once, lets them remove, order and describe them, and sends them with progress.
// Without scripts, the form is plain multipart: photos in the order they were picked, alt texts beside them.
// Thumbnails are drawn on a canvas, so the content security policy needs no blob: source.
import { setBusy } from './submit-once.js';

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** The buttons of a photo that the server has: what they are called, and what they do here. */
const ACTIONS = { move_up: 'up', move_down: 'down', remove: 'remove' };

/** Draws the middle square of a photo as its thumbnail. */
const drawThumbnail = async (canvas, file) => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d').drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
  picture.close();
};

const showItemError = (item, words) => {
  const line = item.querySelector('.error');
  item.classList.toggle('is-bad', Boolean(words));
  if (!line) return;
  line.hidden = !words;
  line.querySelector('span').textContent = words ?? '';
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

class Upload {
  constructor(box) {
    this.box = box;
    this.form = box.closest('form');
    this.input = box.querySelector('input[type=file]');
    this.pick = box.querySelector('.upload-pick');
    this.list = box.querySelector('[data-upload-list]');
    this.template = box.querySelector('template[data-upload-item]');
    this.max = Number(box.dataset.uploadMax) || 20;
    this.words = box.dataset;
    this.files = new Map(); // list item → File
    box.querySelector('.without-scripts')?.remove();
    this.takeOverButtons();
    this.listen();
  }

  /** Lets the buttons of photos the server has move and remove them here, without a page load. */
  takeOverButtons() {
    for (const button of this.list.querySelectorAll('button[name]')) {
      button.type = 'button';
      button.dataset.uploadDo = ACTIONS[button.name];
    }
  }

  listen() {
    this.input.addEventListener('change', () => {
      this.showError('');
      this.addFiles(this.input.files);
      this.input.value = ''; // the same file may be picked again; what is sent comes from the list
    });
    this.list.addEventListener('click', ({ target }) => {
      const button = target.closest('[data-upload-do]');
      if (!button) return;
      const item = button.closest('li');
      if (button.dataset.uploadDo === 'remove') this.remove(item);
      else this.move(item, button);
    });
    this.form.addEventListener('submit', (event) => this.onSubmit(event));
    this.listenToDrags();
  }

  listenToDrags() {
    const onDrag = (types, over) => {
      for (const type of types)
        this.box.addEventListener(type, (event) => {
          event.preventDefault();
          this.pick.classList.toggle('is-over', over);
        });
    };
    onDrag(['dragenter', 'dragover'], true);
    onDrag(['dragleave', 'drop'], false);
    this.box.addEventListener('drop', (event) => this.addFiles(event.dataTransfer.files));
  }

  newItems() {
    return [...this.list.children].filter((item) => this.files.has(item));
  }

  addFiles(files) {
    for (const file of files) {
      if (this.list.children.length >= this.max) {
        this.showError(this.words.uploadTooMany);
        break;
      }
      this.addFile(file);
    }
    this.renumber();
  }

  addFile(file) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.querySelector('[data-upload-name]').textContent = file.name;
    this.files.set(item, file);
    item.photoFile = file;
    this.list.append(item);
    const refuse = (reason) => showItemError(item, `${file.name}: ${reason}`);
    if (file.size > Number(this.words.uploadMaxBytes)) refuse(this.words.uploadTooBig);
    else if (!TYPES.has(file.type)) refuse(this.words.uploadWrongType);
    else drawThumbnail(item.querySelector('canvas'), file).catch(() => refuse(this.words.uploadWrongType));
  }

  remove(item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    this.files.delete(item);
    item.remove();
    (next?.querySelector('[data-upload-do=remove]') ?? this.input).focus();
    this.showError('');
    this.renumber();
  }

  move(item, button) {
    if (button.dataset.uploadDo === 'up') item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    this.renumber();
    (button.disabled ? item.querySelector('[data-upload-do]:enabled') : button).focus();
  }

  renumber() {
    [...this.list.children].forEach((item, i, all) => this.number(item, i + 1, all[i - 1], all[i + 1]));
    this.list.dispatchEvent(new CustomEvent('photos', { bubbles: true }));
  }

  /** Says the number of a photo, and where it can move: new photos come after those the server has. */
  number(item, n, before, after) {
    const nth = item.querySelector('.upload-nth');
    if (nth) nth.textContent = n;
    for (const part of item.querySelectorAll('[data-upload-label]'))
      part.setAttribute('aria-label', part.dataset.uploadLabel.replace('{n}', n));
    const isStuck = (other) => !other || this.files.has(other) !== this.files.has(item);
    const up = item.querySelector('[data-upload-do=up]');
    const down = item.querySelector('[data-upload-do=down]');
    if (up) up.disabled = isStuck(before);
    if (down) down.disabled = isStuck(after);
  }

  onSubmit(event) {
    if (event.defaultPrevented || this.files.size === 0) return; // without new photos the plain form does it
    event.preventDefault();
    const bad = this.list.querySelector('.is-bad');
    if (!bad) {
      this.send(event.submitter);
      return;
    }
    setBusy(this.form, event.submitter, false);
    bad.scrollIntoView({ block: 'center' });
    bad.querySelector('[data-upload-do=remove]')?.focus();
  }

  /** Sends the form; by XMLHttpRequest, since fetch does not tell how much was sent. */
  send(button) {
    const request = new XMLHttpRequest();
    request.open('POST', this.form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => this.showProgress(loaded));
    request.addEventListener('error', () => this.fail(button));
    request.addEventListener('load', () => this.receive(request, button));
    request.send(this.bodyOf(button));
  }

  bodyOf(button) {
    const body = new FormData(this.form, button);
    body.delete('photos');
    for (const item of this.newItems()) {
      const file = this.files.get(item);
      body.append('photos', file, file.name);
      body.append('alt', item.querySelector('[data-upload-alt]')?.value ?? '');
    }
    return body;
  }

  receive({ status, response: answer }, button) {
    if (status < 300 && answer?.location) {
      location.assign(answer.location);
      return;
    }
    this.fail(button);
    if (!answer?.error && !answer?.fields) return;
    this.showError('');
    this.showErrors(answer);
  }

  /** Shares the bytes sent out over the photos, in the order of the list. */
  showProgress(sent) {
    let left = sent;
    for (const item of this.newItems()) {
      const size = this.files.get(item).size || 1;
      const bar = item.querySelector('progress');
      bar.hidden = false;
      bar.value = Math.max(0, Math.min(100, (left / size) * 100));
      left -= size;
    }
  }

  fail(button) {
    setBusy(this.form, button, false);
    for (const bar of this.list.querySelectorAll('progress')) bar.hidden = true;
    this.showError(this.words.uploadFailed);
  }

  /** Shows what is wrong with all photos together; nothing where there are no words. */
  showError(words) {
    let line = this.box.querySelector(':scope > .error');
    if (!line) {
      line = Object.assign(document.createElement('p'), { className: 'error' });
      line.setAttribute('role', 'alert');
      this.pick.after(line);
    }
    line.textContent = words ?? '';
    line.hidden = !words;
  }

  showErrors({ error, fields }) {
    const photos = this.newItems();
    const named = Object.entries(fields ?? {});
    for (const [name, words] of named) {
      const photo = photos[Number(/^photos\.(\d+)$/.exec(name)?.[1])];
      if (photo) showItemError(photo, words);
      else if (name === 'photos') this.showError(words);
      else showFieldError(this.form, name, words);
    }
    if (error && named.length === 0) this.showError(error);
    const { form } = this;
    const first = form.querySelector('.is-bad, .is-wrong, .upload > .error:not([hidden])');
    first?.scrollIntoView({ block: 'center' });
    const toFix = form.querySelector('[aria-invalid=true]') ?? form.querySelector('.is-bad button');
    toFix?.focus({ preventScroll: true });
  }
}

for (const box of document.querySelectorAll('form [data-js~="upload"]')) new Upload(box);
