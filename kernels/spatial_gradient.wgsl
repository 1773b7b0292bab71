// import tiles.wgsl
// Residual spatial gradient block (paper eq. 2), batch norms folded into the weights:
//
//   y = ReLU(conv3x3(x) + conv1x1(sqrt(Gx^2 + Gy^2 + 1e-8)) + b)
//
// Gx, Gy: Sobel responses (paper eq. 1), scaled by 1/8. The magnitude is a tenth tap beside the nine of the convolution,
// computed in registers from the rows that these nine read. A 2 x 2 maximum pool that follows is taken from the thread's own
// pixels. Maps that are joined by channels are read in place.

struct Uniforms { layer: Layer }

/** Where the next row of a plane begins, and the Sobel responses that the rows before have made. */
struct Rows {
  at: u32,
  horizontal: Tile,
  vertical: Tile,
}

fn rows_of(plane: u32, x: u32, y: u32) -> Rows {
  return Rows(start_of(plane, x, y), filled(vec4f()), filled(vec4f()));
}

fn next_row(rows: ptr<function, Rows>) -> Row {
  let at = (*rows).at;
  (*rows).at = at + uniforms.layer.full.pitch;
  return load_row(at);
}

/** Adds the share of kernel row `side`, -1 to 1, in the tile's Sobel responses: 1, 2, 1 of Gx and -1, 0, 1 of Gy. */
fn see_rows(rows: ptr<function, Rows>, side: f32, a: Row, b: Row, c: Row, d: Row) {
  let weight = 2.0 - abs(side);
  let h = (*rows).horizontal;
  let v = (*rows).vertical;
  (*rows).horizontal = Tile(add_difference(h.a, weight, a), add_difference(h.b, weight, b),
                            add_difference(h.c, weight, c), add_difference(h.d, weight, d));
  (*rows).vertical = Tile(add_smooth(v.a, side, a), add_smooth(v.b, side, b),
                          add_smooth(v.c, side, c), add_smooth(v.d, side, d));
}

fn add_difference(sum: Four, weight: f32, r: Row) -> Four {
  return Four(sum.p0 + weight * (r.p2 - r.p0), sum.p1 + weight * (r.p3 - r.p1),
              sum.p2 + weight * (r.p4 - r.p2), sum.p3 + weight * (r.p5 - r.p3));
}

fn add_smooth(sum: Four, weight: f32, r: Row) -> Four {
  return Four(sum.p0 + weight * (r.p0 + 2.0 * r.p1 + r.p2), sum.p1 + weight * (r.p1 + 2.0 * r.p2 + r.p3),
              sum.p2 + weight * (r.p2 + 2.0 * r.p3 + r.p4), sum.p3 + weight * (r.p3 + 2.0 * r.p4 + r.p5));
}

fn magnitude(h: vec4f, v: vec4f) -> vec4f {
  return sqrt((h * h + v * v) * (1.0 / 64.0) + 1e-8);
}

fn magnitudes(h: Four, v: Four) -> Four {
  return Four(magnitude(h.p0, v.p0), magnitude(h.p1, v.p1), magnitude(h.p2, v.p2), magnitude(h.p3, v.p3));
}

fn put_pixel(sum: vec4f, plane: u32, x: u32, y: u32) { put(sum, uniforms.layer.full, plane, x, y); }

fn work(x: u32, y: u32, pair: u32) {
  var sums = bias_of(pair);
  for (var plane = 0u; plane < uniforms.layer.planes; plane++) {
    let taps = uniforms.layer.weights + (pair * uniforms.layer.planes + plane) * 20u;
    var rows = rows_of(plane, x, y);
    convolve_plane(&sums, &rows, taps);
    let h = rows.horizontal;
    let v = rows.vertical;
    let gradient = Tile(magnitudes(h.a, v.a), magnitudes(h.b, v.b), magnitudes(h.c, v.c), magnitudes(h.d, v.d));
    tap_both(&sums, taps + 18u, gradient);
  }
  put_both(sums, pair, x, y);
}
