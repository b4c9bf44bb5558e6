package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.TfliteFile.INT16;
import static dev.upcall.compiler.testing.TfliteFile.INT8;
import static dev.upcall.compiler.testing.TfliteFile.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models of one operator on rows: normalisations, products of computed matrices, curves. */
final class TfliteRowCases {
  private static final Object TRUE = (byte) 1;
  private static final Object FALSE = (byte) 0;

  private final Map<String, byte[]> models = new LinkedHashMap<>();

  private TfliteRowCases() {}

  /** Name to model. */
  static Map<String, byte[]> all() {
    TfliteRowCases cases = new TfliteRowCases();
    cases.logarithms();
    cases.norms();
    cases.shorts();
    cases.products();
    cases.differences();
    return cases.models;
  }

  private void logarithms() {
    for (float scale : new float[] {0.004f, 0.1f, 0.9f}) {
      row("log_softmax_" + scale, 50, 36, options(), INT8, scale, 5, 1f / 16, 127, 3, 11);
    }
    row("log_softmax_of_one", 50, 36, options(), INT8, 0.1f, 5, 1f / 16, 127, 4, 1);
  }

  private void norms() {
    row("l2_normalization", 11, 12, options(FALSE), INT8, 0.05f, -7, 1f / 128, 0, 4, 3);
    row("l2_normalization_long", 11, 12, options(FALSE), INT8, 0.05f, 30, 1f / 128, 0, 2, 50);
    row("l2_normalization_of_one", 11, 12, options(FALSE), INT8, 0.05f, 3, 1f / 128, 0, 20, 1);
  }

  private void shorts() {
    for (float scale : new float[] {0.0001f, 0.0015f, 0x1p-12f, 0x1p-11f, 0.01f}) {
      row("logistic_16_" + scale, 14, 0, null, INT16, scale, 0, 1f / 32768, 0, 1, 200);
      row("tanh_16_" + scale, 28, 0, null, INT16, scale, 0, 1f / 32768, 0, 1, 200);
    }
    row("softmax_16", 25, 9, options(1f), INT16, 0.0002f, 0, 1f / 32768, 0, 3, 12);
    row("softmax_16_steep", 25, 9, options(2.5f), INT16, 0.0011f, 0, 1f / 32768, 0, 3, 12);
    row("softmax_16_flat", 25, 9, options(1f), INT16, 0.00001f, 0, 1f / 32768, 0, 2, 40);
  }

  private void products() {
    for (byte type : new byte[] {INT8, INT16}) {
      String wide = type == INT16 ? "_16" : "";
      float out = type == INT16 ? 20f : 0.2f;
      int[] left = {2, 3, 4};
      product("batch_matmul" + wide, type, FALSE, FALSE, left, new int[] {2, 4, 5}, out);
      product("batch_matmul_turned" + wide, type, FALSE, TRUE, left, new int[] {2, 5, 4}, out);
    }
    int[] turned = {1, 2, 4, 3};
    product("batch_matmul_both", INT8, TRUE, TRUE, turned, new int[] {1, 2, 5, 4}, 0.2f);
    product("batch_matmul_plain", INT8, FALSE, FALSE, new int[] {3, 7}, new int[] {7, 2}, 0.3f);
    product(
        "batch_matmul_spread", INT8, FALSE, FALSE, new int[] {3, 2, 4}, new int[] {1, 4, 2}, 0.2f);
  }

  private void differences() {
    for (String shape : List.of("alike", "channel", "pixel")) {
      // Divisors of more than 127 steps leave what TFLite's last shift defines.
      pair("div_" + shape, 42, 29, INT8, shape, 0, 0.1f, -7);
    }
    for (byte type : new byte[] {INT8, INT16}) {
      for (String shape : List.of("alike", "channel", "pixel")) {
        String name = "squared_difference" + (type == INT16 ? "_16_" : "_") + shape;
        pair(name, 99, 76, type, shape, -11, type == INT8 ? 0.3f : 90f, -100);
      }
    }
  }

  private void pair(
      String name,
      int code,
      int optionsType,
      byte type,
      String shape,
      int rightZero,
      float scale,
      int outZero) {
    TfliteFile file = new TfliteFile();
    int[] dims =
        switch (shape) {
          case "alike" -> new int[] {1, 3, 4, 5};
          case "channel" -> new int[] {5};
          default -> new int[] {1, 3, 4, 1};
        };
    int left = file.tensor(type, 0.05f, zero(type, 3), 1, 3, 4, 5);
    int right = file.tensor(type, 0.031f, zero(type, rightZero), dims);
    int output = file.tensor(type, scale, zero(type, outZero), 1, 3, 4, 5);
    int[] operands = {left, right};
    file.operator(code, optionsType, options(), operands, output).input(operands).output(output);
    models.put(name, file.bytes());
  }

  private void row(
      String name,
      int code,
      int optionsType,
      List<Object> fields,
      byte type,
      float scale,
      int zero,
      float outScale,
      int outZero,
      int... shape) {
    TfliteFile file = new TfliteFile();
    int input = file.tensor(type, scale, zero, shape);
    int output = file.tensor(type, outScale, outZero, shape);
    file.operator(code, optionsType, fields, new int[] {input}, output);
    models.put(name, file.input(input).output(output).bytes());
  }

  private void product(
      String name, byte type, Object turnLeft, Object turnRight, int[] a, int[] b, float scale) {
    TfliteFile file = new TfliteFile();
    int left = file.tensor(type, 0.05f, zero(type, 4), a);
    int right = file.tensor(type, 0.03f, zero(type, -9), b);
    int rank = a.length;
    int[] shape = a.clone();
    shape[rank - 2] = turnLeft == TRUE ? a[rank - 1] : a[rank - 2];
    shape[rank - 1] = turnRight == TRUE ? b[rank - 2] : b[rank - 1];
    int output = file.tensor(type, scale, zero(type, 6), shape);
    int[] operands = {left, right};
    file.operator(126, 101, options(turnLeft, turnRight), operands, output);
    models.put(name, file.input(operands).output(output).bytes());
  }

  private static int zero(byte type, int ofBytes) {
    return type == INT8 ? ofBytes : 0;
  }
}
