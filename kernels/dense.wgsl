// import prelude.wgsl
// Fully connected layer of joined vectors:
//
//   y = [x, ...] W + b, and max(y, 0) with `rectified`
//
// Layout. In `constants`: W [inputs][outputs/4], then b [outputs/4].
// Threads. x: four outputs.

struct Uniforms {
  inputs: Joined,
  /** Inputs, and fours of outputs. */
  length: u32,
  fours: u32,
  matrix: u32,
  output: u32,
  rectified: u32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.fours) { return; }
  var sum = constants[uniforms.matrix + uniforms.length * uniforms.fours + id.x];
  for (var index = 0u; index < uniforms.length; index++) {
    sum += floats[place_of(uniforms.inputs, index, 1u)] * constants[uniforms.matrix + index * uniforms.fours + id.x];
  }
  // Without a ReLU, NaN has to stay NaN, which max would replace.
  let y = select(sum, max(sum, vec4f()), uniforms.rectified == 1u);
  // Vectors are padded to a multiple of four.
  for (var lane = 0u; lane < 4u; lane++) { floats[uniforms.output + 4u * id.x + lane] = y[lane]; }
}
