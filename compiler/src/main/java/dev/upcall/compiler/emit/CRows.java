package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The tables of layers that are computed row by row, and the function that computes them all.
 *
 * @param function its name
 * @param prefix of the tables' names
 * @param fed index of the image whose rows come from outside, or -1
 */
public record CRows(
    String function, String prefix, List<Image> images, List<Layer> layers, int fed) {
  /**
   * An upcall_rows_image_t.
   *
   * @param comment which value it is, safe in a comment
   * @param data expression of type int8_t *
   */
  public record Image(
      String comment, String data, int rowBytes, int rows, int height, int present, int first) {}

  /**
   * An upcall_rows_layer_t.
   *
   * @param function that computes it
   */
  public record Layer(
      String function,
      int left,
      int right,
      int output,
      int rows,
      int reach,
      int stride,
      int padTop,
      int deepest) {}

  public CRows {
    images = List.copyOf(images);
    layers = List.copyOf(layers);
  }
}
