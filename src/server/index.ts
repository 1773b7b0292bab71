export { DepthproofServer, SUBJECT_LIMIT, ADDRESS_LIMIT, SCORE_TOLERANCE } from './depthproofServer';
export type {
  Answer,
  AuditRecord,
  OpenSession,
  ServerOptions,
  Signal,
  Tracer,
  VerifyOptions,
} from './depthproofServer';
export { Refusal, type ErrorCode } from './errorCodes';
export { createHandler, TEST_SECRETS, type HandlerOptions } from './handler';
export type { Capture, SessionClaims, SessionRequest, SigningKey } from './sessions';
export { MemoryStore } from './store/memory';
export { RedisStore, type RedisClient, type RedisStoreOptions } from './store/redis';
export type { AttemptLimit, Store } from './store/store';
export { connectRedis } from './store/connectRedis';
