// A page as a tree of elements, attributes and text, with exactly the white space that is visible.

/** Returns the tree of the page, one line per node. Runs in the page. */
const read = () => {
  const lines = [];
  // the line of the last space, which may turn out to be at an edge
  let loose = null;
  let before = 'edge';
  const edge = () => {
    if (loose !== null) lines[loose] = lines[loose].replace(/ "$/, '"').replace(/^\s*""$/, '');
    loose = null;
    before = 'edge';
  };
  const content = () => {
    loose = null;
    before = 'content';
  };
  // HTML and SVG ignore white space here, since there is no text
  const wordless = new Set(['head', 'table', 'thead', 'tbody', 'tr', 'ul', 'ol', 'dl', 'select', 'datalist']);
  const drawn = (element) => element instanceof SVGElement && !['text', 'title', 'tspan'].includes(element.localName);
  /** Returns true if the children are separate boxes, so that white space between them is ignored. */
  const setsApart = (element) => {
    let box = element;
    // an element that is hidden at this width shows its white space at another
    if (getComputedStyle(box).display === 'none' && !box.hidden) return true;
    while (box && getComputedStyle(box).display === 'contents') box = box.parentElement;
    return box && /flex|grid/.test(getComputedStyle(box).display);
  };
  const words = (node, indent, style) => {
    const parent = node.parentElement;
    if ((wordless.has(parent?.localName) || drawn(parent)) && !node.data.trim()) return;
    if (style.whiteSpaceCollapse !== 'collapse') {
      lines.push(`${indent}${JSON.stringify(node.data)}`);
      content();
      return;
    }
    let text = node.data.replace(/[ \t\n\r\f]+/g, ' ');
    if (before !== 'content') text = text.replace(/^ /, '');
    if (text === '') return;
    lines.push(`${indent}${JSON.stringify(text)}`);
    loose = text.endsWith(' ') ? lines.length - 1 : null;
    before = text.endsWith(' ') ? 'space' : 'content';
  };
  const inside = (element, indent, style) => {
    const children = element.childNodes;
    const apart = setsApart(element);
    for (const child of children) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (apart) edge();
        words(child, indent, style);
        if (apart) edge();
      } else if (child.nodeType === Node.ELEMENT_NODE) one(child, indent);
    }
  };
  const one = (element, indent) => {
    const style = getComputedStyle(element);
    const away = style.display === 'none' || ['absolute', 'fixed'].includes(style.position);
    const { display } = style;
    const flows = away || display === 'inline' || display === 'contents';
    const atom = !flows && (/^inline/.test(display) || element.localName === 'rt');
    const whole = flows && ['img', 'svg', 'input', 'canvas', 'textarea', 'select'].includes(element.localName) && !away;
    const attributes = [...element.attributes].map(({ name, value }) => [name, ['class', 'aria-describedby'].includes(name) ? value.trim().replace(/\s+/g, ' ') : value])
      .sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('');
    if (!flows) {
      if (atom) content();
      else edge();
    }
    lines.push(`${indent}<${element.localName}${attributes}>`);
    if (!flows || whole) {
      const outer = before;
      loose = null;
      before = 'edge';
      inside(element, `${indent}  `, style);
      edge();
      before = outer;
    } else if (away && style.display !== 'none' && !element.classList.contains('vh')) {
      // out of the flow: what is around it does not see it
      const outer = [before, loose];
      before = 'edge';
      loose = null;
      inside(element, `${indent}  `, style);
      edge();
      [before, loose] = outer;
    } else inside(element, `${indent}  `, style);
    if (atom || whole) content();
    else if (!flows || element.localName === 'br') edge();
  };
  for (const details of document.querySelectorAll('details:not([open])')) details.setAttribute('open', 'closed');
  // content that scripts copy is read where the copies will be
  for (const template of document.querySelectorAll('template')) {
    const copy = document.createElement('template-content');
    copy.style.display = 'contents';
    copy.append(document.importNode(template.content, true));
    template.replaceWith(copy);
  }
  one(document.documentElement, '');
  return lines.filter(Boolean).join('\n');
};

/** Replaces what is another one in each run: form keys, sessions, new ids, times of this hour and times told from now. */
export const steady = (tree, since) => tree
  .replace(/^(.*<input .*name="key".*value=")[^"]*/gm, '$1KEY')
  .replace(/(name="session" value=")[^"]*/g, '$1SESSION')
  .replace(/([?&]after=)[0-9a-f]{11}\./g, '$1TIME.')
  .replace(/\/assets\/[0-9a-f]+\//g, '/assets/VERSION/')
  .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://ORIGIN')
  .replace(/127\.0\.0\.1%3A\d+/g, 'ORIGIN')
  .replace(/\b\d{15,19}\b/g, (id) => (Number(BigInt(id) >> 22n) + 1_353_369_600_000 > since ? 'NEW' : id))
  .replace(/^( *)<time datetime="([^"]*)"( title="[^"]*")?>\n( +)".*"/gm, (all, indent, at, title, deeper) => (
    Date.parse(at) > since ? `${indent}<time NOW>\n${deeper}"TIME"` : `${indent}<time datetime="${at}"${title ?? ''}>\n${deeper}"TIME"`));

/** The tree of a page on a phone and, where white space shows elsewhere, on a wide screen too. */
export const tree = async (page, sizes, since) => {
  const trees = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    trees.push(steady(await page.evaluate(read), since));
  }
  return [...new Set(trees)].join('\n\n');
};
