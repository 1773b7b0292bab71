// One step of a ConvGRU cell (paper eq. 3), two dispatches:
//
//   gates   R, U = sigmoid(conv3x3([X, H]) + b)           writes R.H and U
//   update  H~ = tanh(conv3x3([X, R.H]) + b)
//           H <- (1 - U).H + U.H~ = H + U.(H~ - H)        in place
//
// In place is safe: `update` reads H only at the pixel and channel that it writes, and the end of the dispatch `gates`
// comes before it. The state is reset by clearing its buffer.
//
// Layout. Maps, tiles, threads and sizes as in spatial_gradient.wgsl; y counts planes of H in `gates`, pairs of them in `update`.
//   x            [INPUTS] planes
//   state        [STATES] planes, as are reset_state (R.H) and update_gate (U)
//   weights      `gates`  [STATES][INPUTS + STATES][9 taps][R, U] of matrices
//                `update` [STATES/2][INPUTS + STATES][9 taps][2 planes]
//   bias         [STATES][R, U] and [STATES/2][2 planes]

alias scalar = f32;

override WORKGROUP: u32 = 64u;
/** A thread's tile is 4 x 4 pixels instead of 4 x 2. */
override TALL: bool = false;

const HALO = 2u;
/** Rows of a thread's tile. */
override TILE_ROWS: u32 = select(2u, 4u, TALL);

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
}

@group(0) @binding(0) var<storage, read> x: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> state: array<vec4<scalar>>;
@group(0) @binding(4) var<storage, read_write> reset_state: array<vec4<scalar>>;
@group(0) @binding(5) var<storage, read_write> update_gate: array<vec4<scalar>>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

/** Six pixels of a row: one left of the tile's four and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }

/** Four channels of the tile's upper and lower row. */
struct Tile {
  u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f,
  l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f,
}

fn load_x(at: u32) -> Row {
  return Row(vec4f(x[at]), vec4f(x[at + 1u]), vec4f(x[at + 2u]),
             vec4f(x[at + 3u]), vec4f(x[at + 4u]), vec4f(x[at + 5u]));
}

fn load_state(at: u32) -> Row {
  return Row(vec4f(state[at]), vec4f(state[at + 1u]), vec4f(state[at + 2u]),
             vec4f(state[at + 3u]), vec4f(state[at + 4u]), vec4f(state[at + 5u]));
}

fn load_reset_state(at: u32) -> Row {
  return Row(vec4f(reset_state[at]), vec4f(reset_state[at + 1u]), vec4f(reset_state[at + 2u]),
             vec4f(reset_state[at + 3u]), vec4f(reset_state[at + 4u]), vec4f(reset_state[at + 5u]));
}

/** A row of [X, H], or of [X, R.H] if `reset`. */
fn joined_row(plane: u32, at: u32, reset: bool) -> Row {
  if (plane < sizes.inputs) { return load_x(plane * sizes.plane + at); }
  let start = (plane - sizes.inputs) * sizes.plane + at;
  if (reset) { return load_reset_state(start); }
  return load_state(start);
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

/**
 * Before sigmoid or tanh; `x`, `y`: the tile's first pixel, `share`: which two planes of weights. `reset`, a constant where
 * this is called, says what is read, see `joined_row`.
 */
fn block(x: u32, y: u32, share: u32, reset: bool) -> Block {
  var a = filled(bias[2u * share]);
  var b = filled(bias[2u * share + 1u]);
  var a_below = a;
  var b_below = b;
  let corner = (y + HALO - 1u) * sizes.stride + x + HALO - 1u;
  let planes = sizes.inputs + sizes.states;
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (share * planes + plane) * 18u;
    // The rows above the newest one: one, or three of a tall tile.
    var r0: Row;
    var r1: Row;
    var r2: Row;
    for (var row = 0u; row < TILE_ROWS - 1u; row++) {
      r0 = r1;
      r1 = r2;
      r2 = joined_row(plane, corner + row * sizes.stride, reset);
    }
    for (var row = 0u; row < 3u; row++) {
      let next = joined_row(plane, corner + (row + TILE_ROWS - 1u) * sizes.stride, reset);
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

/** Some drivers make tanh from exponentials that overflow; at 10 it is 1 in f32. */
fn bounded_tanh(value: vec4f) -> vec4f {
  return tanh(clamp(value, vec4f(-10.0), vec4f(10.0)));
}

fn put_gates(reset: vec4f, update: vec4f, plane: u32, column: u32, row: u32) {
  if (column < sizes.width && row < sizes.height) {
    let at = index(plane, column, row);
    reset_state[at] = vec4<scalar>(sigmoid(reset) * vec4f(state[at]));
    update_gate[at] = vec4<scalar>(sigmoid(update));
  }
}

fn store_gates(reset: Tile, update: Tile, plane: u32, x: u32, y: u32) {
  put_gates(reset.u0, update.u0, plane, x, y); put_gates(reset.u1, update.u1, plane, x + 1u, y);
  put_gates(reset.u2, update.u2, plane, x + 2u, y); put_gates(reset.u3, update.u3, plane, x + 3u, y);
  put_gates(reset.l0, update.l0, plane, x, y + 1u); put_gates(reset.l1, update.l1, plane, x + 1u, y + 1u);
  put_gates(reset.l2, update.l2, plane, x + 2u, y + 1u); put_gates(reset.l3, update.l3, plane, x + 3u, y + 1u);
}

@compute @workgroup_size(WORKGROUP)
fn gates(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = TILE_ROWS * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y, false);
  store_gates(result.a, result.b, id.y, x, y);
  if (TALL) { store_gates(result.a_below, result.b_below, id.y, x, y + 2u); }
}

fn put_state(candidate: vec4f, plane: u32, column: u32, row: u32) {
  if (plane < sizes.states && column < sizes.width && row < sizes.height) {
    let at = index(plane, column, row);
    let before = vec4f(state[at]);
    state[at] = vec4<scalar>(before + vec4f(update_gate[at]) * (bounded_tanh(candidate) - before));
  }
}

fn store_state(t: Tile, plane: u32, column: u32, row: u32) {
  put_state(t.u0, plane, column, row); put_state(t.u1, plane, column + 1u, row);
  put_state(t.u2, plane, column + 2u, row); put_state(t.u3, plane, column + 3u, row);
  put_state(t.l0, plane, column, row + 1u); put_state(t.l1, plane, column + 1u, row + 1u);
  put_state(t.l2, plane, column + 2u, row + 1u); put_state(t.l3, plane, column + 3u, row + 1u);
}

@compute @workgroup_size(WORKGROUP)
fn update(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = TILE_ROWS * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y, true);
  store_state(result.a, 2u * id.y, x, y);
  store_state(result.b, 2u * id.y + 1u, x, y);
  if (TALL) {
    store_state(result.a_below, 2u * id.y, x, y + 2u);
    store_state(result.b_below, 2u * id.y + 1u, x, y + 2u);
  }
}
