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
/** What a thread's plane is. */
const RESET_STATE = 0u;
const UPDATE_GATE = 1u;
const STATE = 2u;

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
 * Writes a pixel of the plane that `role` says, which belongs to plane `plane` of H. One path for all three, tanh(x) being
 * 2 sigmoid(2 x) - 1: a path for each role, inlined for every pixel of a tile, took as long to compile as the convolution.
 */
fn put_as(sum: vec4f, role: u32, plane: u32, column: u32, row: u32) {
  let map = uniforms.layer.full;
  if (plane >= map.planes || column >= map.width || row >= map.height) { return; }
  let at = pixel_place(map, plane, column, row) - map.start;
  let state = vec4f(maps[map.start + at]);
  let update = vec4f(maps[uniforms.update_gate + at]);
  let gate = sigmoid(select(sum, 2.0 * sum, role == STATE));
  let updated = state + update * (2.0 * gate - 1.0 - state);
  let value = select(select(gate, gate * state, role == RESET_STATE), updated, role == STATE);
  let start = select(select(uniforms.update_gate, uniforms.reset_state, role == RESET_STATE), map.start, role == STATE);
  maps[start + at] = vec4<scalar>(value);
}

fn put_row_as(sums: Four, role: u32, plane: u32, x: u32, y: u32) {
  put_as(sums.p0, role, plane, x, y); put_as(sums.p1, role, plane, x + 1u, y);
  put_as(sums.p2, role, plane, x + 2u, y); put_as(sums.p3, role, plane, x + 3u, y);
}

fn put_tile_as(tile: Tile, role: u32, plane: u32, x: u32, y: u32) {
  put_row_as(tile.a, role, plane, x, y);
  put_row_as(tile.b, role, plane, x, y + 1u);
  put_row_as(tile.c, role, plane, x, y + 2u);
  put_row_as(tile.d, role, plane, x, y + 3u);
}

fn work(x: u32, y: u32, share: u32) {
  let sums = convolve(x, y, share);
  // Either both gates of one plane of H, or two planes of H.
  let updates = uniforms.step == UPDATE;
  put_tile_as(sums.first, select(RESET_STATE, STATE, updates), select(share, 2u * share, updates), x, y);
  put_tile_as(sums.second, select(UPDATE_GATE, STATE, updates), select(share, 2u * share + 1u, updates), x, y);
}
