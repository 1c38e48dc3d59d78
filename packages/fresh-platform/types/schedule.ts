export interface Repeat {
  time_unit: 'minutes' | 'hours' | 'days';
  frequency: number;
  /** An IANA name. FDK 6.9 knows it, and lets it change nothing. */
  timezone?: string;
}

export interface PendingSchedule {
  name: string;
  data: Record<string, unknown>;
  /** Next time it fires, epoch ms. */
  at: number;
  repeatMs?: number;
}
