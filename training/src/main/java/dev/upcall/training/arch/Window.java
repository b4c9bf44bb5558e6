package dev.upcall.training.arch;

/**
 * How a window slides over a map.
 *
 * @param kernel its size
 * @param stride from one place to the next
 * @param padding zeros on each side of the map
 */
public record Window(Extent kernel, Extent stride, Extent padding) {
  public Window {
    if (kernel.rows() < 1 || kernel.columns() < 1 || stride.rows() < 1 || stride.columns() < 1) {
      throw new IllegalArgumentException("window " + kernel + ", stride " + stride);
    }
  }

  /** A square whose padding keeps the map's size at stride 1. */
  static Window square(int kernel, int stride) {
    Extent padding = Extent.both(half(kernel));
    return new Window(Extent.both(kernel), Extent.both(stride), padding);
  }

  /** The same along the rows of a map of one column, a series. */
  static Window series(int kernel, int stride) {
    return new Window(new Extent(kernel, 1), new Extent(stride, 1), new Extent(half(kernel), 0));
  }

  /** A square that stays inside of the map. */
  static Window inside(int kernel, int stride) {
    return new Window(Extent.both(kernel), Extent.both(stride), Extent.both(0));
  }

  /** All of a map at once. */
  static Window whole(MapShape map) {
    Extent size = new Extent(map.height(), map.width());
    return new Window(size, Extent.both(1), Extent.both(0));
  }

  private static int half(int kernel) {
    if (kernel % 2 == 0) {
      throw new IllegalArgumentException("an even kernel, " + kernel + ", has no middle");
    }
    return kernel / 2;
  }

  int area() {
    return kernel.rows() * kernel.columns();
  }
}
