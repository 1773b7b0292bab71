/**
 * Passes properties that a page or a framework set on an element before its class was defined through the accessors of
 * the class. Until then they are own properties of the element, which hide the accessors.
 */
export function upgradeProperties(element: object, names: readonly string[]): void {
  for (const name of names) {
    // Not `Object.hasOwn`: Safari before 15.4 and Chrome before 93 lack it, and have to get as far as `unsupported`.
    if (!Object.prototype.hasOwnProperty.call(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}
