// import prelude.wgsl
// Convolutions on small maps: in the texture and the appearance branch, the 1x1 ones that compress features, and the last
// 3x3 one before the depth map.
//
//   y = activated(conv(x) + b) at every STRIDE-th pixel of x; KERNEL odd and at most 5
//
// With `add`, y's old value, a residual, is added before the activation, in place. `before_x` and `before_y` are the numbers
// of zeros that pad x on its left and above it.
//
// Layout. weights [outputs/4][inputs/4][KERNEL * KERNEL taps]; in `constants` bias [outputs/4], slope [outputs/4]
// Threads. x: four pixels of a row, so that they share each loaded matrix; y: a plane of the output. Maps are small, so more
// pixels a thread would leave too few threads for a GPU.

override KERNEL: u32 = 3u;
override STRIDE: u32 = 1u;

/** Uniforms are those of the map that is written, unless `source` says that they are those of the map that is read. */
struct Uniforms {
  width: u32,
  /** Threads of a row, and all of them. */
  fours: u32,
  threads: u32,
  pitch: u32,
  plane: u32,
  source_pitch: u32,
  source_plane: u32,
  /** Zeros before the map that is read. */
  before_x: u32,
  before_y: u32,
  /** Input planes. */
  planes: u32,
  input: u32,
  crop: u32,
  output: u32,
  weights: u32,
  bias: u32,
  slope: u32,
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
  if (id.x >= uniforms.threads) { return; }
  let x = 4u * (id.x % uniforms.fours);
  let y = id.x / uniforms.fours;
  let input = uniforms.input + crop_place(uniforms.crop);
  let first_row = input + (STRIDE * y + HALO - uniforms.before_y) * uniforms.source_pitch;
  let corner = first_row + STRIDE * x + HALO - uniforms.before_x;
  var y0 = constants[uniforms.bias + id.y];
  var y1 = y0;
  var y2 = y0;
  var y3 = y0;
  var tap = uniforms.weights + id.y * uniforms.planes * KERNEL * KERNEL;
  for (var plane = 0u; plane < uniforms.planes; plane++) {
    for (var row = 0u; row < KERNEL; row++) {
      for (var column = 0u; column < KERNEL; column++) {
        let at = corner + plane * uniforms.source_plane + row * uniforms.source_pitch + column;
        let w = mat4x4f(weights[tap]);
        y0 += w * vec4f(maps[at]);
        y1 += w * vec4f(maps[at + STRIDE]);
        y2 += w * vec4f(maps[at + 2u * STRIDE]);
        y3 += w * vec4f(maps[at + 3u * STRIDE]);
        tap++;
      }
    }
  }
  let start = uniforms.output + id.y * uniforms.plane + (y + HALO) * uniforms.pitch + x + HALO;
  let slope = constants[uniforms.slope + id.y];
  write(start, y0, slope);
  // Pixels beyond the map are halo and stay zero.
  if (x + 1u < uniforms.width) { write(start + 1u, y1, slope); }
  if (x + 2u < uniforms.width) { write(start + 2u, y2, slope); }
  if (x + 3u < uniforms.width) { write(start + 3u, y3, slope); }
}
