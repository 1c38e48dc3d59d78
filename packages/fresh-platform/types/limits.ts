/** Per installation; the defaults are the platform's. */
export interface Limits {
  requestsPerMinute: number;
  requestBodyBytes: number;
  responseBytes: number;
  requestTimeoutMs: number;
  dbOperationsPerMinute: number;
  dbKeyCharacters: number;
  dbEntryBytes: number;
  oneTimeSchedules: number;
  recurringSchedules: number;
  scheduleDataBytes: number;
  scheduleNameCharacters: number;
  /** Nothing is documented: no limit by default. Set one to see an app under it. */
  scheduleOperationsPerMinute: number;
  payloadBytes: number;
  runTimeMs: number;
  /** Within which a set-up event should call renderData. */
  setUpMs: number;
  /** Of functions that a page calls, all of them together. */
  functionCallsPerMinute: number;
  functionPayloadBytes: number;
  externalEventsPerMinute: number;
  externalEventBytes: number;
  jobMs: number;
}
