// Lets the writer of a story put product tags on its photos: a row for each chosen product, whose position is typed or
// pressed on the photo itself. Without scripts, a button asks the server for the rows, and positions are typed.

const LONGEST = 1440; // large enough to be pressed exactly, small enough to be drawn fast
const SHORTEST = 720;
const DOT = 6;
const RING = 14;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const field = (row, name) => row.querySelector(`[name=${name}]`);
const titleOf = (row) => row.querySelector('[data-tag-title]').textContent;

const loadPicture = async (item) => {
  if (item.photoFile) return createImageBitmap(item.photoFile, { imageOrientation: 'from-image' });
  const image = new Image();
  image.src = item.querySelector('img').dataset.full;
  await image.decode();
  return image;
};

const setUp = (box) => {
  const form = box.closest('form');
  const rows = box.querySelector('.tag-rows');
  const template = box.querySelector('template[data-tag-row]');
  const list = form.querySelector('[data-upload-list]');
  const dialog = box.querySelector('[data-placer]');
  const canvas = dialog.querySelector('canvas');
  const colour = (token) => getComputedStyle(canvas).getPropertyValue(token);

  const photos = () => [...list.children].filter((item) => !item.classList.contains('is-bad'));
  const nth = (item) => [...list.children].indexOf(item) + 1;
  const photoOf = new WeakMap(); // row → the photo it is on, which keeps it when photos change places

  const show = () => {
    box.hidden = rows.children.length === 0;
    for (const row of rows.children) row.querySelector('[data-place]').hidden = photos().length === 0;
  };

  const addRow = (choice) => {
    const row = template.content.firstElementChild.cloneNode(true);
    row.dataset.product = choice.value;
    field(row, 'tag_product').value = choice.value;
    row.querySelector('[data-tag-title]').textContent = choice.closest('.pick').querySelector('.title').textContent;
    rows.append(row);
  };

  const rememberPhoto = (row) => {
    const item = list.children[Number(field(row, 'tag_photo').value) - 1];
    if (item) photoOf.set(row, item);
    else photoOf.delete(row);
  };

  const clear = (row) => {
    for (const name of ['tag_photo', 'tag_x', 'tag_y']) field(row, name).value = '';
    photoOf.delete(row);
  };

  const followPhotos = () => {
    for (const row of rows.children) {
      const item = photoOf.get(row);
      if (!item) continue;
      if (item.isConnected) field(row, 'tag_photo').value = nth(item);
      else clear(row);
    }
    show();
  };

  box.querySelector('[data-no-script]')?.remove();
  for (const row of rows.children) rememberPhoto(row);
  show();

  form.addEventListener('change', ({ target }) => {
    if (target.name === 'tag_photo') rememberPhoto(target.closest('.tag-row'));
    if (target.name !== 'products') return;
    const row = [...rows.children].find((one) => one.dataset.product === target.value);
    if (target.checked && !row) addRow(target);
    if (!target.checked) row?.remove();
    show();
  });
  form.addEventListener('photos', followPhotos);

  // the dialog shows one photo, as large as it goes, and the dots on it
  let row; // whose dot is placed
  let item; // the photo that is seen
  let picture; // its pixels; undefined until they are loaded

  const drawDot = (pen, of) => {
    const size = canvas.width / (canvas.clientWidth || canvas.width);
    const x = (Number(field(of, 'tag_x').value) / 100) * canvas.width;
    const y = (Number(field(of, 'tag_y').value) / 100) * canvas.height;
    const circle = (radius, fill) => {
      pen.beginPath();
      pen.arc(x, y, radius * size, 0, 2 * Math.PI);
      pen.fillStyle = fill;
      pen.fill();
      pen.lineWidth = 2 * size;
      pen.strokeStyle = colour('--on-veil');
      pen.stroke();
    };
    circle(RING, of === row ? getComputedStyle(canvas).accentColor : colour('--dot-ring'));
    circle(DOT, colour('--on-veil'));
  };

  const paint = () => {
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const here = [...rows.children].filter((one) => photoOf.get(one) === item && field(one, 'tag_x').value !== '');
    // the dot that is being placed lies above the others
    for (const one of here.sort((a, b) => (a === row) - (b === row))) drawDot(pen, one);
    dialog.querySelector('[data-placer-clear]').disabled = !here.includes(row);
  };

  const fitCanvas = () => {
    const width = picture.naturalWidth ?? picture.width;
    const height = picture.naturalHeight ?? picture.height;
    const longest = Math.max(width, height);
    const scale = Math.min(LONGEST, Math.max(SHORTEST, longest)) / longest;
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
  };

  const photoAt = (step) => photos()[photos().indexOf(item) + Number(step)];

  const describe = () => {
    const hint = box.dataset.wordTap.replace('{title}', titleOf(row)).replace('{n}', nth(item));
    dialog.querySelector('[data-placer-say]').textContent = hint;
    canvas.dataset.placerPhoto = nth(item);
    const position = `${photos().indexOf(item) + 1} / ${photos().length}`;
    dialog.querySelector('[data-placer-nth]').textContent = position;
    for (const button of dialog.querySelectorAll('[data-placer-step]'))
      button.disabled = !photoAt(button.dataset.placerStep);
  };

  const turnTo = async (to) => {
    const loaded = await loadPicture(to);
    // set together, so that what is pressed belongs to the photo that is seen
    item = to;
    picture = loaded;
    fitCanvas();
    paint();
    describe();
  };

  const open = async (button) => {
    row = button.closest('.tag-row');
    picture = undefined;
    canvas.width = canvas.height = SHORTEST;
    canvas.dataset.placerPhoto = '';
    dialog.showModal();
    const start = photoOf.get(row);
    await turnTo(photos().includes(start) ? start : photos()[0]);
  };

  const place = (x, y) => {
    const percent = (part) => String(Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 100);
    field(row, 'tag_photo').value = nth(item);
    field(row, 'tag_x').value = percent(x);
    field(row, 'tag_y').value = percent(y);
    photoOf.set(row, item);
    paint();
  };

  const placeAt = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    place((event.clientX - left) / width, (event.clientY - top) / height);
  };

  rows.addEventListener('click', (event) => {
    const button = event.target.closest('[data-place]');
    if (button && photos().length > 0) open(button);
  });

  // a press puts the dot there, a finger that stays down takes it along
  canvas.addEventListener('pointerdown', (event) => {
    if (!picture || !event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    placeAt(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (picture && canvas.hasPointerCapture(event.pointerId)) placeAt(event);
  });

  // arrow keys move the dot by one percent
  dialog.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (!step || !picture) return;
    event.preventDefault();
    const now = (name) => (photoOf.get(row) === item ? Number(field(row, name).value || 50) : 50);
    place((now('tag_x') + step[0]) / 100, (now('tag_y') + step[1]) / 100);
  });

  dialog.addEventListener('click', ({ target }) => {
    const step = target.closest('[data-placer-step]');
    if (step) turnTo(photoAt(step.dataset.placerStep));
    if (target.closest('[data-placer-clear]')) {
      clear(row);
      paint();
    }
    if (target.closest('[data-placer-done]')) dialog.close();
  });
  dialog.addEventListener('close', () => row?.querySelector('[data-place]').focus());
};

for (const box of document.querySelectorAll('form [data-tags]')) setUp(box);
