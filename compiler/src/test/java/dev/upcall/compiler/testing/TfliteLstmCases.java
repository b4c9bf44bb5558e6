package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.TfliteFile.INT16;
import static dev.upcall.compiler.testing.TfliteFile.INT8;
import static dev.upcall.compiler.testing.TfliteFile.options;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models of one int8 LSTM with an int16 cell state, each of whose gates has scales of its own. */
final class TfliteLstmCases {
  private static final Object TANH = (byte) 4;
  private static final Object TRUE = (byte) 1;
  private static final Object FALSE = (byte) 0;

  private TfliteLstmCases() {}

  /** Name to model. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put("lstm", lstm(FALSE, 1, 9, 5, 6, 0f, 0x1p-11f, 0.006f));
    models.put("lstm_clipped", lstm(FALSE, 1, 12, 3, 4, 0.4f, 0x1p-12f, 0.01f));
    models.put("lstm_time_major", lstm(TRUE, 2, 6, 4, 5, 10f, 0x1p-11f, 0.004f));
    models.put("lstm_samples", lstm(FALSE, 3, 5, 4, 5, 10f, 0x1p-9f, 0.004f));
    models.put("lstm_fine_cell", lstm(FALSE, 1, 7, 8, 3, 0f, 0x1p-14f, 0.002f));
    return models;
  }

  /** Of floats: cell states that are clipped and that are not, and both orders of axes. */
  static Map<String, byte[]> floats() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put("lstm", floats(FALSE, 1, 0));
    models.put("lstm_clipped", floats(FALSE, 2, 0.3f));
    models.put("lstm_time_major", floats(TRUE, 2, 10));
    return models;
  }

  private static byte[] floats(Object timeMajor, int batch, float clip) {
    TfliteFile file = new TfliteFile();
    int steps = 7;
    int width = 5;
    int size = 6;
    int first = timeMajor == TRUE ? steps : batch;
    int second = timeMajor == TRUE ? batch : steps;
    int input = file.floats(first, second, width);
    int output = file.floats(first, second, size);
    int[] operands = new int[24];
    Arrays.fill(operands, -1);
    operands[0] = input;
    for (int gate = 0; gate < 4; gate++) {
      operands[1 + gate] = file.reals(0.7f, size, width);
      operands[5 + gate] = file.reals(0.5f, size, size);
      operands[12 + gate] = file.reals(0.3f, size);
    }
    operands[18] = file.variable(batch, size);
    operands[19] = file.variable(batch, size);
    file.operator(44, 71, options(TANH, clip, 0f, timeMajor), operands, output);
    return file.input(input).output(output).bytes();
  }

  private static byte[] lstm(
      Object timeMajor,
      int batch,
      int steps,
      int width,
      int size,
      float clip,
      float cellScale,
      float weightScale) {
    TfliteFile file = new TfliteFile();
    boolean timeFirst = timeMajor == TRUE;
    int first = timeFirst ? steps : batch;
    int second = timeFirst ? batch : steps;
    int input = file.tensor(INT8, 0.03f, -5, first, second, width);
    int output = file.tensor(INT8, 1f / 128, 3, first, second, size);
    int[] operands = new int[24];
    Arrays.fill(operands, -1);
    operands[0] = input;
    for (int gate = 0; gate < 4; gate++) {
      float scale = weightScale * (1 + 0.3f * gate);
      operands[1 + gate] = file.plainWeights(scale, size, width);
      operands[5 + gate] = file.plainWeights(scale * 0.7f, size, size);
      int[] bias = new int[size];
      for (int i = 0; i < size; i++) {
        bias[i] = 700 * (gate - 1) + 90 * i;
      }
      operands[12 + gate] = file.plainBias(INT8, 0.03f * scale, bias);
    }
    operands[18] = file.variable(INT8, 1f / 128, 3, batch, size);
    operands[19] = file.variable(INT16, cellScale, 0, batch, size);
    file.operator(44, 71, options(TANH, clip, 0f, timeMajor), operands, output);
    return file.input(input).output(output).bytes();
  }
}
