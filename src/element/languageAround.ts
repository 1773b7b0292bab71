/** The `lang` of an element or of what is around it, also beyond the shadow roots that it is in. */
export function languageAround(element: Element): string | undefined {
  const speaking = element.closest('[lang]');
  if (speaking) return speaking.getAttribute('lang') ?? undefined;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageAround(root.host) : undefined;
}
