package dev.upcall.core.text;

/**
 * Cuts names that would fill a line. TFLite's converter names an operator by all it was fused from,
 * a thousand characters of it; what tells such names apart stands at both ends.
 */
public final class LongNames {
  private static final String GAP = "...";

  private LongNames() {}

  /**
   * {@code name} if it is short enough, else its beginning and its end.
   *
   * @param width characters at most, more than three
   */
  public static String cut(String name, int width) {
    if (name.length() <= width) {
      return name;
    }
    int kept = width - GAP.length();
    int front = kept / 2;
    return name.substring(0, front) + GAP + name.substring(name.length() - (kept - front));
  }
}
