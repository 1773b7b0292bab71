/** The networks by how far the face box is grown, with the names of their files. */
export const silentFaceFiles = [
  { scale: 2.7, file: '2.7_80x80_MiniFASNetV2.onnx' },
  { scale: 4, file: '4_0_0_80x80_MiniFASNetV1SE.onnx' },
] as const;
