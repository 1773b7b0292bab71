// One step of a ConvGRU cell (paper eq. 3), two dispatches of one pipeline, `sizes.step` says which:
//
//   GATES   R, U = sigmoid(conv3x3([X, H]) + b)           writes R.H and U
//   UPDATE  H~ = tanh(conv3x3([X, R.H]) + b)
//           H <- (1 - U).H + U.H~ = H + U.(H~ - H)        in place
//
// In place is safe: the update reads H only at the pixel and channel that it writes, and the end of the dispatch of the
// gates comes before it. The state is reset by clearing its buffer.
//
// Both are the same convolution of two maps to two planes, and drivers compile slowly: a pipeline each took a fifth of the
// time that all kernels take to compile on SwiftShader. X, H, R.H and U lie in one buffer, so that where a plane is read
// from is an offset and no branch.
//
// Layout. Maps, tiles, threads and sizes as in spatial_gradient.wgsl; y counts planes of H for the gates, pairs of them for
// the update.
//   maps         X of [inputs] planes; H, R.H and U of [states]; `sizes` says at which vec4 each one begins
//   weights      gates  [states][inputs + states][9 taps][R, U] of matrices
//                update [states/2][inputs + states][9 taps][2 planes]
//   bias         [states][R, U] and [states/2][2 planes]

alias scalar = f32;

override WORKGROUP: u32 = 64u;
/** A thread's tile is 4 x 4 pixels instead of 4 x 2. */
override TALL: bool = false;

const HALO = 2u;
/** Rows of a thread's tile. */
override TILE_ROWS: u32 = select(2u, 4u, TALL);
/** The second of the two dispatches; 0 is the first. */
const UPDATE = 1u;
/** What a thread's plane is. */
const RESET_STATE = 0u;
const UPDATE_GATE = 1u;
const STATE = 2u;

struct Sizes {
  width: u32,
  height: u32,
  /** Tiles of a row, and all of them. */
  tiles_x: u32,
  tiles: u32,
  /** From one row to the next, and from one plane to the next. */
  stride: u32,
  plane: u32,
  /** The same of the map of the maxima. */
  pooled_stride: u32,
  pooled_plane: u32,
  /** Planes of X and of H. */
  inputs: u32,
  states: u32,
  /** Where X begins, and H, R.H and U. */
  x: u32,
  state: u32,
  reset_state: u32,
  update_gate: u32,
  /** UPDATE, or 0 for the gates. */
  step: u32,
}

@group(0) @binding(0) var<storage, read_write> maps: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<uniform> sizes: Sizes;

/** Six pixels of a row: one left of the tile's four and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }

/** Four channels of the tile's upper and lower row. */
struct Tile {
  u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f,
  l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f,
}

fn load_row(at: u32) -> Row {
  return Row(vec4f(maps[at]), vec4f(maps[at + 1u]), vec4f(maps[at + 2u]),
             vec4f(maps[at + 3u]), vec4f(maps[at + 4u]), vec4f(maps[at + 5u]));
}

/** Where a plane of [X, H] begins, or of [X, R.H] in the update. */
fn start_of(plane: u32) -> u32 {
  let second = select(sizes.state, sizes.reset_state, sizes.step == UPDATE);
  return select(second + (plane - sizes.inputs) * sizes.plane, sizes.x + plane * sizes.plane, plane < sizes.inputs);
}

fn filled(value: vec4f) -> Tile {
  return Tile(value, value, value, value, value, value, value, value);
}

/** One tap of a kernel on a tile's upper and lower row. */
fn tap(tile: ptr<function, Tile>, w: mat4x4f,
       u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f, l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f) {
  (*tile).u0 += w * u0; (*tile).u1 += w * u1; (*tile).u2 += w * u2; (*tile).u3 += w * u3;
  (*tile).l0 += w * l0; (*tile).l1 += w * l1; (*tile).l2 += w * l2; (*tile).l3 += w * l3;
}

fn tap_left(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p0, u.p1, u.p2, u.p3, l.p0, l.p1, l.p2, l.p3);
}

fn tap_centre(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p1, u.p2, u.p3, u.p4, l.p1, l.p2, l.p3, l.p4);
}

fn tap_right(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p2, u.p3, u.p4, u.p5, l.p2, l.p3, l.p4, l.p5);
}

/** The three taps of one kernel row, whose matrices lie two apart. */
fn multiply(tile: ptr<function, Tile>, upper: Row, lower: Row, at: u32) {
  tap_left(tile, mat4x4f(weights[at]), upper, lower);
  tap_centre(tile, mat4x4f(weights[at + 2u]), upper, lower);
  tap_right(tile, mat4x4f(weights[at + 4u]), upper, lower);
}

/** The same for two tiles, one below the other: each matrix is loaded once. */
fn multiply_tall(top: ptr<function, Tile>, bottom: ptr<function, Tile>, r0: Row, r1: Row, r2: Row, r3: Row, at: u32) {
  let left = mat4x4f(weights[at]);
  tap_left(top, left, r0, r1);
  tap_left(bottom, left, r2, r3);
  let centre = mat4x4f(weights[at + 2u]);
  tap_centre(top, centre, r0, r1);
  tap_centre(bottom, centre, r2, r3);
  let right = mat4x4f(weights[at + 4u]);
  tap_right(top, right, r0, r1);
  tap_right(bottom, right, r2, r3);
}

/** Two planes of the tile, `a` and `b`, and of the tile below it, which only tall ones have. */
struct Block { a: Tile, b: Tile, a_below: Tile, b_below: Tile }

/** Before sigmoid or tanh; `x`, `y`: the tile's first pixel, `share`: which two planes of weights. */
fn block(x: u32, y: u32, share: u32) -> Block {
  var a = filled(bias[2u * share]);
  var b = filled(bias[2u * share + 1u]);
  var a_below = a;
  var b_below = b;
  let corner = (y + HALO - 1u) * sizes.stride + x + HALO - 1u;
  let planes = sizes.inputs + sizes.states;
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (share * planes + plane) * 18u;
    let start = start_of(plane) + corner;
    // The rows above the newest one: one, or three of a tall tile.
    var r0: Row;
    var r1: Row;
    var r2: Row;
    for (var row = 0u; row < TILE_ROWS - 1u; row++) {
      r0 = r1;
      r1 = r2;
      r2 = load_row(start + row * sizes.stride);
    }
    for (var row = 0u; row < 3u; row++) {
      let next = load_row(start + (row + TILE_ROWS - 1u) * sizes.stride);
      let at = taps + 6u * row;
      if (TALL) {
        multiply_tall(&a, &a_below, r0, r1, r2, next, at);
        multiply_tall(&b, &b_below, r0, r1, r2, next, at + 1u);
        r0 = r1;
        r1 = r2;
        r2 = next;
      } else {
        multiply(&a, r2, next, at);
        multiply(&b, r2, next, at + 1u);
        r2 = next;
      }
    }
  }
  return Block(a, b, a_below, b_below);
}

fn index(plane: u32, column: u32, row: u32) -> u32 {
  return plane * sizes.plane + (row + HALO) * sizes.stride + column + HALO;
}

fn sigmoid(value: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-clamp(value, vec4f(-80.0), vec4f(80.0))));
}

/**
 * A pixel of the plane that `role` says, of H's planes the one that it belongs to. One path for all three, tanh(x) being
 * 2 sigmoid(2 x) - 1: a path per role, inlined for every pixel of a tile, took as long to compile as the convolution.
 */
fn put(sum: vec4f, role: u32, plane: u32, column: u32, row: u32) {
  if (plane >= sizes.states || column >= sizes.width || row >= sizes.height) { return; }
  let at = index(plane, column, row);
  let state = vec4f(maps[sizes.state + at]);
  let update = vec4f(maps[sizes.update_gate + at]);
  let gate = sigmoid(select(sum, 2.0 * sum, role == STATE));
  let updated = state + update * (2.0 * gate - 1.0 - state);
  let value = select(select(gate, gate * state, role == RESET_STATE), updated, role == STATE);
  let start = select(select(sizes.update_gate, sizes.reset_state, role == RESET_STATE), sizes.state, role == STATE);
  maps[start + at] = vec4<scalar>(value);
}

fn store(t: Tile, role: u32, plane: u32, x: u32, y: u32) {
  put(t.u0, role, plane, x, y); put(t.u1, role, plane, x + 1u, y);
  put(t.u2, role, plane, x + 2u, y); put(t.u3, role, plane, x + 3u, y);
  put(t.l0, role, plane, x, y + 1u); put(t.l1, role, plane, x + 1u, y + 1u);
  put(t.l2, role, plane, x + 2u, y + 1u); put(t.l3, role, plane, x + 3u, y + 1u);
}

@compute @workgroup_size(WORKGROUP)
fn gru_step(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = TILE_ROWS * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y);
  // A gate of both kinds for one plane of H, or two planes of H.
  let updates = sizes.step == UPDATE;
  let role_a = select(RESET_STATE, STATE, updates);
  let role_b = select(UPDATE_GATE, STATE, updates);
  let plane_a = select(id.y, 2u * id.y, updates);
  let plane_b = select(id.y, 2u * id.y + 1u, updates);
  store(result.a, role_a, plane_a, x, y);
  store(result.b, role_b, plane_b, x, y);
  if (TALL) {
    store(result.a_below, role_a, plane_a, x, y + 2u);
    store(result.b_below, role_b, plane_b, x, y + 2u);
  }
}
