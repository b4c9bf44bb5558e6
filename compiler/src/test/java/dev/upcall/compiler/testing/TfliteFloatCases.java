package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.TfliteFile.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TFLite models of one operator on floats. */
public final class TfliteFloatCases {
  private static final Object TRUE = (byte) 1;
  private static final Object FALSE = (byte) 0;

  private final Map<String, byte[]> models = new LinkedHashMap<>();

  private TfliteFloatCases() {}

  /** Name to model. */
  public static Map<String, byte[]> all() {
    TfliteFloatCases cases = new TfliteFloatCases();
    cases.models.putAll(TfliteLstmCases.floats());
    cases.row("log_softmax", 50, 36, options());
    cases.row("l2_normalization", 11, 12, options(FALSE));
    cases.pair("batch_matmul", 126, 101, options(FALSE, FALSE), new int[] {2, 4, 5}, 5);
    cases.pair("batch_matmul_turned", 126, 101, options(FALSE, TRUE), new int[] {2, 5, 4}, 5);
    cases.pair("squared_difference", 99, 76, options(), new int[] {2, 3, 4}, 4);
    cases.pair("squared_difference_spread", 99, 76, options(), new int[] {4}, 4);
    return cases.models;
  }

  private void row(String name, int code, int optionsType, List<Object> fields) {
    TfliteFile file = new TfliteFile();
    int input = file.floats(3, 11);
    int output = file.floats(3, 11);
    file.operator(code, optionsType, fields, new int[] {input}, output);
    models.put(name, file.input(input).output(output).bytes());
  }

  private void pair(
      String name, int code, int optionsType, List<Object> fields, int[] right, int columns) {
    TfliteFile file = new TfliteFile();
    int[] operands = {file.floats(2, 3, 4), file.floats(right)};
    int output = file.floats(2, 3, columns);
    file.operator(code, optionsType, fields, operands, output);
    models.put(name, file.input(operands).output(output).bytes());
  }
}
