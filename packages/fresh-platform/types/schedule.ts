export interface Repeat {
  time_unit: 'minutes' | 'hours' | 'days';
  frequency: number;
}

export interface PendingSchedule {
  name: string;
  data: Record<string, unknown>;
  /** Next time it fires, epoch ms. */
  at: number;
  repeatMs?: number;
}
