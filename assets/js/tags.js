// Compose: products on the photos. A row for each chosen product; its place is typed, or pressed on
// the photo itself. Without this module the rows come from the server after its button.
const setUp = (box) => {
  const form = box.closest('form');
  const rows = box.querySelector('.tag-rows');
  const pattern = box.querySelector('template[data-tag-row]');
  const list = form.querySelector('[data-upload-list]');
  const placer = box.querySelector('[data-placer]');
  const canvas = placer.querySelector('canvas');
  const say = placer.querySelector('[data-placer-say]');
  const field = (row, name) => row.querySelector(`[name=${name}]`);
  const photos = () => [...list.children].filter((item) => !item.classList.contains('is-bad'));
  const nth = (item) => [...list.children].indexOf(item) + 1;
  const on = new WeakMap(); // row → the photo it is on, which keeps it when photos change places

  const show = () => {
    box.hidden = rows.children.length === 0;
    for (const row of rows.children) row.querySelector('[data-place]').hidden = photos().length === 0;
  };

  const add = (pick) => {
    const row = pattern.content.firstElementChild.cloneNode(true);
    row.dataset.product = pick.value;
    field(row, 'tag_product').value = pick.value;
    row.querySelector('[data-tag-title]').textContent = pick.closest('.pick').querySelector('.title').textContent;
    rows.append(row);
  };

  const remember = (row) => {
    const item = list.children[Number(field(row, 'tag_photo').value) - 1];
    if (item) on.set(row, item);
    else on.delete(row);
  };

  const off = (row) => {
    for (const name of ['tag_photo', 'tag_x', 'tag_y']) field(row, name).value = '';
    on.delete(row);
  };

  box.querySelector('[data-no-script]')?.remove();
  for (const row of rows.children) remember(row);
  show();

  form.addEventListener('change', ({ target }) => {
    if (target.name === 'products') {
      const row = [...rows.children].find((one) => one.dataset.product === target.value);
      if (target.checked && !row) add(target);
      if (!target.checked) row?.remove();
      show();
    }
    if (target.name === 'tag_photo') remember(target.closest('.tag-row'));
  });

  // photos came, went or changed places
  form.addEventListener('photos', () => {
    for (const row of rows.children) {
      const item = on.get(row);
      if (!item) continue;
      if (item.isConnected) field(row, 'tag_photo').value = nth(item);
      else off(row);
    }
    show();
  });

  // the dialog: one photo, as large as it goes, and the dot
  let row;
  let item;
  let picture;

  const load = async (from) => {
    if (from.photoFile) return createImageBitmap(from.photoFile, { imageOrientation: 'from-image' });
    const image = new Image();
    image.src = from.querySelector('img').dataset.full;
    await image.decode();
    return image;
  };

  const paint = () => {
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const size = canvas.width / (canvas.clientWidth || canvas.width);
    const dot = (of) => {
      const x = (Number(field(of, 'tag_x').value) / 100) * canvas.width;
      const y = (Number(field(of, 'tag_y').value) / 100) * canvas.height;
      const circle = (radius, fill) => {
        pen.beginPath();
        pen.arc(x, y, radius * size, 0, 2 * Math.PI);
        pen.fillStyle = fill;
        pen.fill();
        pen.lineWidth = 2 * size;
        pen.strokeStyle = '#fff';
        pen.stroke();
      };
      circle(14, of === row ? getComputedStyle(canvas).accentColor : 'rgb(20 16 12 / .6)');
      circle(6, '#fff');
    };
    // the one that is being placed lies above the others
    const here = [...rows.children].filter((one) => on.get(one) === item && field(one, 'tag_x').value !== '');
    for (const one of here.sort((one, other) => (one === row) - (other === row))) dot(one);
    placer.querySelector('[data-placer-clear]').disabled = !here.includes(row);
  };

  const turn = async (to) => {
    const loaded = await load(to);
    // what is pressed belongs to the photo that is seen
    item = to;
    picture = loaded;
    say.textContent = box.dataset.wordTap.replace('{title}', row.querySelector('[data-tag-title]').textContent).replace('{n}', nth(item));
    const width = picture.naturalWidth ?? picture.width;
    const height = picture.naturalHeight ?? picture.height;
    // large enough to be pressed exactly, small enough to be drawn fast
    const longest = Math.max(width, height);
    const scale = Math.min(1440, Math.max(720, longest)) / longest;
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    paint();
    canvas.dataset.placerPhoto = nth(item);
    placer.querySelector('[data-placer-nth]').textContent = `${photos().indexOf(item) + 1} / ${photos().length}`;
    for (const button of placer.querySelectorAll('[data-placer-step]')) button.disabled = !photos()[photos().indexOf(item) + Number(button.dataset.placerStep)];
  };

  const put = (x, y) => {
    const percent = (part) => String(Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 100);
    field(row, 'tag_photo').value = nth(item);
    field(row, 'tag_x').value = percent(x);
    field(row, 'tag_y').value = percent(y);
    on.set(row, item);
    paint();
  };

  rows.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-place]');
    if (!button || photos().length === 0) return;
    row = button.closest('.tag-row');
    const start = on.get(row);
    picture = undefined;
    canvas.width = canvas.height = 720;
    canvas.dataset.placerPhoto = '';
    placer.showModal();
    await turn(photos().includes(start) ? start : photos()[0]);
  });

  // a press puts the dot there, a finger that stays down takes it along
  const follow = (event) => {
    const frame = canvas.getBoundingClientRect();
    put((event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (!picture || !event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (picture && canvas.hasPointerCapture(event.pointerId)) follow(event);
  });

  // arrow keys move the dot by one percent
  placer.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step || !picture) return;
    event.preventDefault();
    const at = (name, by) => ((on.get(row) === item ? Number(field(row, name).value || 50) : 50) + by) / 100;
    put(at('tag_x', step[0]), at('tag_y', step[1]));
  });

  placer.addEventListener('click', (event) => {
    const step = event.target.closest('[data-placer-step]');
    if (step) turn(photos()[photos().indexOf(item) + Number(step.dataset.placerStep)]);
    if (event.target.closest('[data-placer-clear]')) {
      off(row);
      paint();
    }
    if (event.target.closest('[data-placer-done]')) placer.close();
  });
  placer.addEventListener('close', () => row?.querySelector('[data-place]').focus());
};

for (const box of document.querySelectorAll('form [data-tags]')) setUp(box);
