/** Marks the hidden inputs of the script tag. */
export const mark = 'data-depthproof';

/**
 * Puts a container back as it was before a widget was rendered into it. Snapshots of pages (of Turbo, htmx and prerenderers)
 * and cloned nodes bring a widget's markup without the widget, and with an old response.
 */
export function clearContainer(container: Element): void {
  for (const node of [...container.children]) {
    const isCheck = node.localName === 'depthproof-check';
    if (isCheck) container.append(...node.childNodes);
    if (isCheck || node.hasAttribute(mark)) detach(node);
  }
}

/** Not `remove`, which Prototype.js has replaced by one that fails where there is no parent. */
export function detach(node: Node): void {
  node.parentNode?.removeChild(node);
}
