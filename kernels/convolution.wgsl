// import prelude.wgsl
// Convolutions on small maps: those of the texture and the appearance branch, the 1x1 ones that compress features, and the
// last 3x3 one before a depth map.
//
//   y = activated(conv(x) + b) at every STRIDE-th pixel of x; KERNEL odd and at most 5
//
// With `add`, y's old value, a residual, is added before the activation, in place. `before` is the number of zeros that pad x
// on its left and above it.
//
// Layout. weights [outputs/4][inputs/4][KERNEL * KERNEL taps]; in `constants` bias [outputs/4], slope [outputs/4]
// Threads. x: four pixels of a row, so that they share each loaded matrix; y: a plane of the output. Maps are small, so more
// pixels a thread would leave too few threads for a GPU.

override KERNEL: u32 = 3u;
override STRIDE: u32 = 1u;

struct Uniforms {
  input: Map,
  output: Map,
  before: vec2u,
  weights: u32,
  bias: u32,
  most: f32,
  /** 1: what the output held is added. */
  add: u32,
}

fn write(pixel: u32, y: vec4f, slope: vec4f) {
  var sum = y;
  if (uniforms.add == 1u) { sum += vec4f(maps[pixel]); }
  maps[pixel] = vec4<scalar>(activated(sum, slope, uniforms.most));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let fours = (uniforms.output.width + 3u) / 4u;
  if (id.x >= fours * uniforms.output.height) { return; }
  let at = vec2u(4u * (id.x % fours), id.x / fours);
  let first = STRIDE * at - uniforms.before;
  let corner = pixel_place(uniforms.input, 0u, first.x, first.y) + crop_place(uniforms.input.crop);
  var y0 = constants[uniforms.bias + id.y];
  var y1 = y0;
  var y2 = y0;
  var y3 = y0;
  var tap = uniforms.weights + id.y * uniforms.input.planes * KERNEL * KERNEL;
  for (var plane = 0u; plane < uniforms.input.planes; plane++) {
    for (var row = 0u; row < KERNEL; row++) {
      for (var column = 0u; column < KERNEL; column++) {
        let x = corner + plane * uniforms.input.plane + row * uniforms.input.pitch + column;
        let w = mat4x4f(weights[tap]);
        y0 += w * vec4f(maps[x]);
        y1 += w * vec4f(maps[x + STRIDE]);
        y2 += w * vec4f(maps[x + 2u * STRIDE]);
        y3 += w * vec4f(maps[x + 3u * STRIDE]);
        tap++;
      }
    }
  }
  let start = pixel_place(uniforms.output, id.y, at.x, at.y);
  let slope = constants[uniforms.bias + uniforms.output.planes + id.y];
  write(start, y0, slope);
  // Pixels beyond the map are halo and stay zero.
  if (at.x + 1u < uniforms.output.width) { write(start + 1u, y1, slope); }
  if (at.x + 2u < uniforms.output.width) { write(start + 2u, y2, slope); }
  if (at.x + 3u < uniforms.output.width) { write(start + 3u, y3, slope); }
}
