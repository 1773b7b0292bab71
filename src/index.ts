export type { BackendName } from './backends/backend';
export type { BackendReport, SelfTest } from './session/backendReport';
export { listCameras, type CameraDevice } from './camera/listCameras';
export type { PushedFrame } from './camera/frames';
export { rememberCamera, rememberedCamera } from './camera/rememberedCamera';
export { DepthproofError, isDepthproofError, type ErrorCode } from './errors';
export type { FaceBox } from './face/face';
export type { Turn } from './face/turn';
export type { InjectionSign, InjectionRisk } from './injection/risk';
export { createLiveness, type Liveness } from './page/createLiveness';
export type {
  Ending,
  LivenessEvent,
  ModelReport,
  Outcome,
  Verdict,
  WindowFrame,
  WindowResult,
} from './session/events';
export type { Reason, ReasonCode } from './session/reasons';
export type { CameraChoice, LivenessOptions } from './page/options';
export type { Evidence, EvidenceKind } from './network/evidence';
export type { Hint, HintCode } from './quality/guidance';
