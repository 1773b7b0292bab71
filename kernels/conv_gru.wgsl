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

const HALO = 2u;

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

/** A row of [X, H]. */
fn joined_state(plane: u32, at: u32) -> Row {
  if (plane < sizes.inputs) { return load_x(plane * sizes.plane + at); }
  return load_state((plane - sizes.inputs) * sizes.plane + at);
}

/** A row of [X, R.H]. */
fn joined_reset_state(plane: u32, at: u32) -> Row {
  if (plane < sizes.inputs) { return load_x(plane * sizes.plane + at); }
  return load_reset_state((plane - sizes.inputs) * sizes.plane + at);
}

fn filled(value: vec4f) -> Tile {
  return Tile(value, value, value, value, value, value, value, value);
}

/** The three taps of one kernel row, whose matrices lie `step` apart. */
fn multiply(tile: ptr<function, Tile>, upper: Row, lower: Row, at: u32, step: u32) {
  let left = mat4x4f(weights[at]);
  (*tile).u0 += left * upper.p0; (*tile).u1 += left * upper.p1;
  (*tile).u2 += left * upper.p2; (*tile).u3 += left * upper.p3;
  (*tile).l0 += left * lower.p0; (*tile).l1 += left * lower.p1;
  (*tile).l2 += left * lower.p2; (*tile).l3 += left * lower.p3;
  let centre = mat4x4f(weights[at + step]);
  (*tile).u0 += centre * upper.p1; (*tile).u1 += centre * upper.p2;
  (*tile).u2 += centre * upper.p3; (*tile).u3 += centre * upper.p4;
  (*tile).l0 += centre * lower.p1; (*tile).l1 += centre * lower.p2;
  (*tile).l2 += centre * lower.p3; (*tile).l3 += centre * lower.p4;
  let right = mat4x4f(weights[at + 2u * step]);
  (*tile).u0 += right * upper.p2; (*tile).u1 += right * upper.p3;
  (*tile).u2 += right * upper.p4; (*tile).u3 += right * upper.p5;
  (*tile).l0 += right * lower.p2; (*tile).l1 += right * lower.p3;
  (*tile).l2 += right * lower.p4; (*tile).l3 += right * lower.p5;
}

fn multiply_rows(a: ptr<function, Tile>, b: ptr<function, Tile>, upper: Row, lower: Row, at: u32) {
  multiply(a, upper, lower, at, 2u);
  multiply(b, upper, lower, at + 1u, 2u);
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

@compute @workgroup_size(WORKGROUP)
fn gates(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x0 = 4u * (id.x % sizes.tiles_x);
  let y0 = 2u * (id.x / sizes.tiles_x);
  var a = filled(bias[2u * id.y]);
  var b = filled(bias[2u * id.y + 1u]);
  let corner = (y0 + HALO - 1u) * sizes.stride + x0 + HALO - 1u;
  let planes = sizes.inputs + sizes.states;
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (id.y * planes + plane) * 18u;
    var upper = joined_state(plane, corner);
    for (var row = 0u; row < 3u; row++) {
      let lower = joined_state(plane, corner + (row + 1u) * sizes.stride);
      multiply_rows(&a, &b, upper, lower, taps + 6u * row);
      upper = lower;
    }
  }
  put_gates(a.u0, b.u0, id.y, x0, y0); put_gates(a.u1, b.u1, id.y, x0 + 1u, y0);
  put_gates(a.u2, b.u2, id.y, x0 + 2u, y0); put_gates(a.u3, b.u3, id.y, x0 + 3u, y0);
  put_gates(a.l0, b.l0, id.y, x0, y0 + 1u); put_gates(a.l1, b.l1, id.y, x0 + 1u, y0 + 1u);
  put_gates(a.l2, b.l2, id.y, x0 + 2u, y0 + 1u); put_gates(a.l3, b.l3, id.y, x0 + 3u, y0 + 1u);
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
  let x0 = 4u * (id.x % sizes.tiles_x);
  let y0 = 2u * (id.x / sizes.tiles_x);
  var a = filled(bias[2u * id.y]);
  var b = filled(bias[2u * id.y + 1u]);
  let corner = (y0 + HALO - 1u) * sizes.stride + x0 + HALO - 1u;
  let planes = sizes.inputs + sizes.states;
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (id.y * planes + plane) * 18u;
    var upper = joined_reset_state(plane, corner);
    for (var row = 0u; row < 3u; row++) {
      let lower = joined_reset_state(plane, corner + (row + 1u) * sizes.stride);
      multiply_rows(&a, &b, upper, lower, taps + 6u * row);
      upper = lower;
    }
  }
  store_state(a, 2u * id.y, x0, y0);
  store_state(b, 2u * id.y + 1u, x0, y0);
}
