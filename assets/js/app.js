// Entry. Each module saves people a page load and nothing more: without scripts every link and form works as well.
// Modules listen on the document where they can, so that they serve what is added to the page later too.
//
// Templates name a module on the element it serves, data-js="upload", and give it what it needs as data-upload-…, on
// that element or on the parts of the page that it works with. Styles do not look at these.
import './announce.js';
import './counter.js';
import './filter-sheet.js';
import './forms.js';
import './load-more.js';
import './mark-read.js';
import './menu.js';
import './narrow-list.js';
import './new-stories.js';
import './product-tags.js';
import './progress.js';
import './share-link.js';
import './submit-once.js';
import './suggest.js';
import './toggle.js';
import './upload.js';
import './variant-scroll.js';
import './viewer.js';
import './restore-form.js'; // last: what it fills in is heard by the modules above
