export interface StoredEntry {
  key: string;
  value: Record<string, unknown>;
  bytes: number;
  expiresAt?: number;
}
