package dev.upcall.compiler.ir;

import java.util.List;

/**
 * What can be imported of one operator of a file format.
 *
 * @param format ONNX or TFLite
 * @param name as files write it
 * @param versions of the format that are understood
 * @param types of elements that operands may have
 * @param operands how many may be given
 * @param attributes that may be given
 * @param constraints what is narrower than the format's own definition, one sentence each
 */
public record OperatorSupport(
    String format,
    String name,
    String versions,
    String types,
    String operands,
    List<String> attributes,
    List<String> constraints) {
  public OperatorSupport {
    attributes = List.copyOf(attributes);
    constraints = List.copyOf(constraints);
  }

  /** {@code 2}, {@code 1-3} or {@code 1 or more}. */
  public static String count(int least, int most, int many) {
    if (least == most) {
      return String.valueOf(least);
    }
    return most >= many ? least + " or more" : least + "-" + most;
  }
}
