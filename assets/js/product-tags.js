// Lets the writer of a story put product tags on its photos: a row for each chosen product, whose position is typed or
// pressed on the photo itself. Without scripts, a button asks the server for the rows, and positions are typed.
import { PositionDialog } from './position-dialog.js';

const field = (row, name) => row.querySelector(`[name=${name}]`);
const percent = (part) => String(Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 100);

class ProductTags {
  constructor(box) {
    this.box = box;
    this.form = box.closest('form');
    this.rows = box.querySelector('.tag-rows');
    this.template = box.querySelector('template[data-product-tags-row]');
    this.list = this.form.querySelector('[data-upload-list]');
    this.photoByRow = new WeakMap(); // a row keeps its photo when photos change places
    this.dialog = new PositionDialog(
      box.querySelector('[data-product-tags-dialog]'),
      this,
      box.dataset.productTagsHint,
    );
    box.querySelector('.without-scripts')?.remove();
    for (const row of this.rows.children) this.rememberPhoto(row);
    this.show();
    this.listen();
  }

  listen() {
    this.form.addEventListener('change', ({ target }) => {
      if (target.name === 'products') this.chooseProduct(target);
      if (target.name === 'tag_photo') this.rememberPhoto(target.closest('.tag-row'));
    });
    this.form.addEventListener('photos', () => this.followPhotos());
    this.rows.addEventListener('click', ({ target }) => {
      const button = target.closest('[data-product-tags-place]');
      if (button && this.photos().length > 0) this.dialog.open(button.closest('.tag-row'));
    });
  }

  photos() {
    return [...this.list.children].filter((item) => !item.classList.contains('is-bad'));
  }

  numberOf(photo) {
    return [...this.list.children].indexOf(photo) + 1;
  }

  photoOf(row) {
    return this.photoByRow.get(row);
  }

  titleOf(row) {
    return row.querySelector('[data-product-tags-title]').textContent;
  }

  /** In percent; `empty` where nothing is typed. */
  positionOf(row, empty = 0) {
    return { x: Number(field(row, 'tag_x').value || empty), y: Number(field(row, 'tag_y').value || empty) };
  }

  /** The rows whose dots are on this photo. */
  rowsOn(photo) {
    return [...this.rows.children].filter((row) => this.photoOf(row) === photo && field(row, 'tag_x').value !== '');
  }

  show() {
    this.box.hidden = this.rows.children.length === 0;
    const hasPhotos = this.photos().length > 0;
    for (const row of this.rows.children) row.querySelector('[data-product-tags-place]').hidden = !hasPhotos;
  }

  chooseProduct(choice) {
    const row = [...this.rows.children].find((one) => one.dataset.productTagsProduct === choice.value);
    if (choice.checked && !row) this.addRow(choice);
    if (!choice.checked) row?.remove();
    this.show();
  }

  addRow(choice) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.dataset.productTagsProduct = choice.value;
    field(row, 'tag_product').value = choice.value;
    row.querySelector('[data-product-tags-title]').textContent = choice
      .closest('.pick')
      .querySelector('.title').textContent;
    this.rows.append(row);
  }

  rememberPhoto(row) {
    const photo = this.list.children[Number(field(row, 'tag_photo').value) - 1];
    if (photo) this.photoByRow.set(row, photo);
    else this.photoByRow.delete(row);
  }

  /** Brings the rows up to date with photos that came, went or changed places. */
  followPhotos() {
    for (const row of this.rows.children) {
      const photo = this.photoOf(row);
      if (!photo) continue;
      if (photo.isConnected) field(row, 'tag_photo').value = this.numberOf(photo);
      else this.clear(row);
    }
    this.show();
  }

  place(row, photo, x, y) {
    field(row, 'tag_photo').value = this.numberOf(photo);
    field(row, 'tag_x').value = percent(x);
    field(row, 'tag_y').value = percent(y);
    this.photoByRow.set(row, photo);
  }

  clear(row) {
    for (const name of ['tag_photo', 'tag_x', 'tag_y']) field(row, name).value = '';
    this.photoByRow.delete(row);
  }
}

for (const box of document.querySelectorAll('form [data-js~="product-tags"]')) new ProductTags(box);
