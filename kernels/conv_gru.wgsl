// import tiles.wgsl
// One step of a ConvGRU cell (paper eq. 3), in two dispatches of one pipeline, told apart by `uniforms.step`:
//
//   GATES   R, U = sigmoid(conv3x3([X, H]) + b)           writes R.H and U
//   UPDATE  H~ = tanh(conv3x3([X, R.H]) + b)
//           H <- (1 - U).H + U.H~ = H + U.(H~ - H)        in place
//
// Updating in place is safe: the update reads H only at the pixel and channel that it writes, and the gates' dispatch ends
// before it starts. Both dispatches are the same convolution of two joined maps to two planes. They share a pipeline because
// drivers compile slowly: on SwiftShader a second one took a fifth of the compile time of all kernels.
//
// Layout. A thread's y is a plane of H for the gates, a pair of planes for the update.
//   weights      gates  [states][inputs + states][9 taps][R, U]
//                update [states/2][inputs + states][9 taps][2 planes]
//   bias         [states][R, U] and [states/2][2 planes]

/** The second of the two dispatches; 0 is the first. */
const UPDATE = 1u;

struct Uniforms {
  /** Its inputs are X, and H or R.H; its full map is H. */
  layer: Layer,
  reset_state: u32,
  update_gate: u32,
  step: u32,
}

/** Where the next row of a plane begins. */
alias Rows = u32;

fn rows_of(plane: u32, x: u32, y: u32) -> u32 {
  return start_of(plane, x, y);
}

fn next_row(at: ptr<function, u32>) -> Row {
  *at += uniforms.layer.full.pitch;
  return load_row(*at - uniforms.layer.full.pitch);
}

fn see_rows(_rows: ptr<function, Rows>, _side: f32, _a: Row, _b: Row, _c: Row, _d: Row) {}

/**
 * Writes a pixel of a plane that a thread computes: R.H and U in turn, or H. One path for all three, tanh(x) being
 * 2 sigmoid(2 x) - 1: a path for each, inlined for every pixel of a tile, took as long to compile as the convolution.
 */
fn put_pixel(sum: vec4f, computed: u32, column: u32, row: u32) {
  let map = uniforms.layer.full;
  let updates = uniforms.step == UPDATE;
  let resets = !updates && computed % 2u == 0u;
  let plane = select(computed / 2u, computed, updates);
  if (plane >= map.planes || column >= map.width || row >= map.height) { return; }
  let at = pixel_place(map, plane, column, row) - map.start;
  let state = vec4f(maps[map.start + at]);
  let update = vec4f(maps[uniforms.update_gate + at]);
  let gate = sigmoid(select(sum, 2.0 * sum, updates));
  let updated = state + update * (2.0 * gate - 1.0 - state);
  let value = select(select(gate, gate * state, resets), updated, updates);
  let start = select(select(uniforms.update_gate, uniforms.reset_state, resets), map.start, updates);
  maps[start + at] = vec4<scalar>(value);
}

fn work(x: u32, y: u32, share: u32) {
  let sums = convolve(x, y, share);
  put_rows(sums.first, 2u * share, x, y);
  put_rows(sums.second, 2u * share + 1u, x, y);
}
