// Entry. Every module saves a reload and nothing more; all of them listen on the document,
// so what is added to the page later works too.
import './menu.js';
import './forms.js';
import './toggle.js';
import './upload.js';
import './tags.js';
import './keep.js';
import './scroll.js';
import './place.js';
import './share.js';
import './live.js';
import './viewer.js';
import './suggest.js';
import './filter.js';
import './refresh.js';
import './notices.js';
