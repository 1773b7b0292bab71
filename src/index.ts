export type { BackendName, BackendReport, SelfTest } from './backends/report';
export { listCameras, type CameraDevice } from './camera/listCameras';
export { rememberCamera, rememberedCamera } from './camera/rememberedCamera';
export { DepthproofError, type ErrorCode } from './errors';
export type { FaceBox } from './face/detector';
export { createLiveness, type Liveness } from './liveness/createLiveness';
export type { LivenessEvent, ModelReport, Outcome, Reason, Verdict, WindowResult } from './liveness/events';
export type { CameraChoice, LivenessOptions } from './liveness/options';
export type { Hint, HintCode } from './quality/guidance';
