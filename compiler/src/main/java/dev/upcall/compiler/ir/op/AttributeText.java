package dev.upcall.compiler.ir.op;

import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Builds the {@code stride=2 act=relu} part of an operator's line in the text IR; defaults are left
 * out.
 */
final class AttributeText {
  private final StringJoiner text = new StringJoiner(" ");

  AttributeText add(String name, Object value) {
    text.add(name + "=" + value);
    return this;
  }

  AttributeText addUnless(Object standard, String name, Object value) {
    return standard.equals(value) ? this : add(name, value);
  }

  AttributeText activation(Activation activation) {
    return activation == Activation.NONE
        ? this
        : add("act", activation.name().toLowerCase(Locale.ROOT));
  }

  AttributeText kernel(int height, int width) {
    return add("kernel", pair(height, width));
  }

  /** The stride always, dilation and padding where they differ from none. */
  AttributeText window(Window window) {
    add("stride", pair(window.strideH(), window.strideW()));
    addUnless("1", "dilation", pair(window.dilationH(), window.dilationW()));
    return addUnless("0", "pad", padding(window));
  }

  /** As in {@code 0,2,1}. */
  static String list(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String pair(int height, int width) {
    return height == width ? String.valueOf(height) : height + "x" + width;
  }

  /** One number when all sides are equal, else top, bottom, left, right. */
  private static String padding(Window w) {
    boolean equal =
        w.padTop() == w.padBottom() && w.padTop() == w.padLeft() && w.padTop() == w.padRight();
    return equal
        ? String.valueOf(w.padTop())
        : String.format(
            Locale.ROOT, "%d,%d,%d,%d", w.padTop(), w.padBottom(), w.padLeft(), w.padRight());
  }
}
