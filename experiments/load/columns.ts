type Numbers = Float64Array | Uint16Array | Uint8Array | Uint32Array;

/** A column of numbers that grows; the values are unboxed, so that a long run does not fill the heap. */
export class Column<T extends Numbers> {
  private size = 0;

  constructor(
    private readonly allocate: (length: number) => T,
    private values: T = allocate(1024),
  ) {}

  get length(): number {
    return this.size;
  }

  push(value: number): void {
    if (this.size === this.values.length) {
      const larger = this.allocate(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.size++] = value;
  }

  at(index: number): number {
    return index < this.size ? (this.values[index] as number) : NaN;
  }

  /** A copy of what is in it. */
  toArray(): T {
    return this.values.slice(0, this.size) as T;
  }
}
