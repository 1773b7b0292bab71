/** The model that ships; models/ also holds the one with the paper's whole network. */
export const SHIPPED = 'depthproof-11';
