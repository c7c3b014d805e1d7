// The dialog of product-tags.js: shows one photo as large as it goes, and puts a product's dot where the writer presses
// it, by pointer or by arrow keys. Without scripts it never opens, and positions are typed.

const LONGEST = 1440; // large enough to be pressed exactly, small enough to be drawn fast
const SHORTEST = 720;
const DOT = 6;
const RING = 14;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const loadPicture = async (item) => {
  if (item.photoFile) return createImageBitmap(item.photoFile, { imageOrientation: 'from-image' });
  const image = new Image();
  image.src = item.querySelector('img').dataset.productTagsPicture;
  await image.decode();
  return image;
};

export class PositionDialog {
  /** `tags`: the rows whose dots are placed; `hint`: what to do, with {title} and {n} to fill in. */
  constructor(dialog, tags, hint) {
    this.dialog = dialog;
    this.canvas = dialog.querySelector('canvas');
    this.tags = tags;
    this.hint = hint;
    this.row = undefined; // whose dot is placed
    this.photo = undefined; // the photo that is seen, an item of the list
    this.picture = undefined; // its pixels, once they are loaded
    this.listen();
  }

  listen() {
    const { canvas, dialog } = this;
    // a press puts the dot there, a finger that stays down takes it along
    canvas.addEventListener('pointerdown', (event) => {
      if (!this.picture || !event.isPrimary || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      this.placeAt(event);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (this.picture && canvas.hasPointerCapture(event.pointerId)) this.placeAt(event);
    });
    dialog.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (!step || !this.picture) return;
      event.preventDefault();
      this.nudge(step);
    });
    dialog.addEventListener('click', ({ target }) => this.press(target));
    dialog.addEventListener('close', () => this.row?.querySelector('[data-product-tags-place]').focus());
  }

  async open(row) {
    this.row = row;
    this.picture = undefined;
    this.canvas.width = this.canvas.height = SHORTEST;
    this.canvas.dataset.productTagsPhoto = '';
    this.dialog.showModal();
    const photos = this.tags.photos();
    const photo = this.tags.photoOf(row);
    await this.turnTo(photos.includes(photo) ? photo : photos[0]);
  }

  press(target) {
    const step = target.closest('[data-product-tags-step]');
    if (step) this.turnTo(this.neighbour(step.dataset.productTagsStep));
    if (target.closest('[data-product-tags-clear]')) {
      this.tags.clear(this.row);
      this.paint();
    }
    if (target.closest('[data-product-tags-done]')) this.dialog.close();
  }

  neighbour(step) {
    const photos = this.tags.photos();
    return photos[photos.indexOf(this.photo) + Number(step)];
  }

  async turnTo(photo) {
    const picture = await loadPicture(photo);
    // set together, so that what is pressed belongs to the photo that is seen
    this.photo = photo;
    this.picture = picture;
    this.fitCanvas();
    this.paint();
    this.describe();
  }

  fitCanvas() {
    const width = this.picture.naturalWidth ?? this.picture.width;
    const height = this.picture.naturalHeight ?? this.picture.height;
    const longest = Math.max(width, height);
    const scale = Math.min(LONGEST, Math.max(SHORTEST, longest)) / longest;
    this.canvas.width = Math.max(1, Math.round(width * scale));
    this.canvas.height = Math.max(1, Math.round(height * scale));
  }

  describe() {
    const { dialog, photo, tags } = this;
    const photos = tags.photos();
    const n = tags.numberOf(photo);
    const words = this.hint.replace('{title}', tags.titleOf(this.row)).replace('{n}', n);
    dialog.querySelector('[data-product-tags-say]').textContent = words;
    dialog.querySelector('[data-product-tags-nth]').textContent = `${photos.indexOf(photo) + 1} / ${photos.length}`;
    for (const button of dialog.querySelectorAll('[data-product-tags-step]'))
      button.disabled = !this.neighbour(button.dataset.productTagsStep);
    this.canvas.dataset.productTagsPhoto = n;
  }

  paint() {
    const pen = this.canvas.getContext('2d');
    pen.drawImage(this.picture, 0, 0, this.canvas.width, this.canvas.height);
    const rows = this.tags.rowsOn(this.photo);
    // the dot that is being placed lies above the others
    for (const row of rows.toSorted((a, b) => (a === this.row) - (b === this.row))) this.drawDot(pen, row);
    this.dialog.querySelector('[data-product-tags-clear]').disabled = !rows.includes(this.row);
  }

  drawDot(pen, row) {
    const { canvas } = this;
    const style = getComputedStyle(canvas);
    const white = style.getPropertyValue('--on-veil');
    const ring = row === this.row ? style.accentColor : style.getPropertyValue('--dot-ring');
    const pixel = canvas.width / (canvas.clientWidth || canvas.width);
    const { x, y } = this.tags.positionOf(row);
    for (const [radius, fill] of [
      [RING, ring],
      [DOT, white],
    ]) {
      pen.beginPath();
      pen.arc((x / 100) * canvas.width, (y / 100) * canvas.height, radius * pixel, 0, 2 * Math.PI);
      pen.fillStyle = fill;
      pen.fill();
      pen.lineWidth = 2 * pixel;
      pen.strokeStyle = white;
      pen.stroke();
    }
  }

  /** Puts the dot at these parts of the width and height, from 0 to 1. */
  place(x, y) {
    this.tags.place(this.row, this.photo, x, y);
    this.paint();
  }

  placeAt(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    this.place((event.clientX - left) / width, (event.clientY - top) / height);
  }

  /** Moves the dot by one percent; a dot that is not on this photo yet comes from its middle. */
  nudge([right, down]) {
    const isHere = this.tags.photoOf(this.row) === this.photo;
    const { x, y } = isHere ? this.tags.positionOf(this.row, 50) : { x: 50, y: 50 };
    this.place((x + right) / 100, (y + down) / 100);
  }
}
