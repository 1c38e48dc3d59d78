/** Time and chance, passed in so that tests steer them. */
export interface Runtime {
  /** Epoch ms. */
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
}
