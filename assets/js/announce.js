// Reads out to screen readers what a page says at its top: puts the focus on the summary of errors, and repeats a flash
// line. Without scripts, both are the first words of the page.

const DELAY = 300;

/** A status that is there from the start is not read out; one that fills later is. */
const repeat = (flash) => {
  const region = document.createElement('div');
  region.className = 'vh';
  region.setAttribute('role', 'status');
  flash.removeAttribute('role');
  flash.after(region);
  setTimeout(() => {
    region.textContent = flash.querySelector('p')?.textContent ?? '';
  }, DELAY);
};

document.querySelector('.error-summary')?.focus();
const flash = document.querySelector('.flash[role=status]');
if (flash) repeat(flash);
