// Hides the items of a long list that do not contain what someone types above it, except those they have chosen.
// Without scripts, the list is shown whole.

const BOX = '[data-js~="narrow-list"]';

const comparable = (text) => text.normalize('NFC').toLowerCase();

const narrow = (box) => {
  const wanted = comparable(box.value).trim();
  for (const item of document.querySelectorAll(box.dataset.narrowListItems))
    item.hidden = wanted !== '' && !comparable(item.textContent).includes(wanted) && !item.querySelector(':checked');
};

document.addEventListener('input', ({ target }) => {
  if (target.matches(BOX)) narrow(target);
});

// the box is in a form, which Enter would send
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches(BOX)) event.preventDefault();
});
