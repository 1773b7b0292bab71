/** The little of jstat 1.9 that is used; the package has no types of its own. */
declare module 'jstat' {
  const jStat: {
    beta: {
      /** Quantile `p` (0 to 1) of the beta distribution; `alpha` and `beta` are above 0. */
      inv(p: number, alpha: number, beta: number): number;
    };
  };
  // It is a CommonJS module.
  export = jStat;
}
