/** Gap between two frames of a window, in units of the model's interval. A laptop's camera in the dark gives 5 frames a second. */
export const SHORTEST_GAP = 0.6;
export const LONGEST_GAP = 3;
