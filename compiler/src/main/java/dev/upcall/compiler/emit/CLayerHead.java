package dev.upcall.compiler.emit;

import java.util.List;

/**
 * What every layer has: where it comes from, and the C expressions of its operand and its result.
 *
 * @param function name of the static function
 * @param kernel name of the C function that it calls
 * @param comment lines, safe in a comment
 * @param weights prefix of the names of its constant arrays, by which the size report knows them
 * @param input expression of type const int8_t *; the left operand where there are two
 * @param rows that it computes at a time, for which it gets a band; 0 if it computes all
 */
public record CLayerHead(
    String function,
    String kernel,
    String weights,
    List<String> comment,
    String input,
    String output,
    int rows) {
  /** Of a layer that computes all of its output. */
  public CLayerHead(
      String function,
      String kernel,
      String weights,
      List<String> comment,
      String input,
      String output) {
    this(function, kernel, weights, comment, input, output, 0);
  }
}
