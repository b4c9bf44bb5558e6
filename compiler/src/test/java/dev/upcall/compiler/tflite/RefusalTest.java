package dev.upcall.compiler.tflite;

import static dev.upcall.compiler.testing.TfliteFile.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is not supported is refused by name, with what was found and what is needed. */
class RefusalTest {
  private final TfliteFile file = new TfliteFile();
  private final int input = file.activation(0.1f, 0, 1, 4, 4, 2);

  @Test
  void namesTheOperatorThatIsMissing() {
    int svdf = file.activation(0.1f, 0, 1, 4, 4, 2);
    int after = file.activation(0.1f, 0, 1, 4, 4, 2);
    Diagnostic error =
        refuse(
            "UP2705",
            file.operator(27, 0, null, new int[] {input}, svdf)
                .operator(0, 11, options(), new int[] {svdf, svdf}, after)
                .output(after));
    assertEquals("Operator SVDF is not supported", error.title());
    assertTrue(error.at().contains("refused.tflite, node #0 \"tensor 1\" (SVDF)"), error.at());
    assertTrue(error.need().contains("./upcall ops"), error.need());
  }

  @Test
  void fusedActivationsOutsideOfTheTable() {
    Diagnostic error = refuse("UP2706", sum(options((byte) 4)));
    assertTrue(error.found().contains("TANH"), error.found());
  }

  @Test
  void optionsThatAreNotKnown() {
    Diagnostic error = refuse("UP2707", sum(options((byte) 0, (byte) 1, (byte) 1)));
    assertTrue(error.found().contains("3 fields"), error.found());
  }

  @Test
  void optionsOutsideOfTheirRange() {
    Diagnostic error = refuse("UP2707", sum(options((byte) 99)));
    assertTrue(error.found().contains("99"), error.found());
  }

  @Test
  void weightsThatAreNotSymmetric() {
    Diagnostic error = refuse("UP2711", convolution(1, 4, 4, 3));
    assertTrue(error.found().contains("zero point 1"), error.found());
  }

  @Test
  void outputOfAnotherShape() {
    Diagnostic error = refuse("UP2708", convolution(0, 3, 4, 3));
    assertTrue(error.found().contains("[1,3,4,3]"), error.found());
    assertTrue(error.need().contains("[1,4,4,3]"), error.need());
  }

  @Test
  void dimensionsThatAreOpen() {
    int open = file.activation(0.1f, 0, 1, -1, 4, 2);
    refuse("UP2709", file.operator(0, 11, options(), new int[] {input, open}, open).output(open));
  }

  @Test
  void unsignedBytes() {
    int unsigned = file.tensor(TfliteFile.UINT8, 0.1f, 128, 1, 4, 4, 2);
    Diagnostic error =
        refuse(
            "UP2710",
            file.operator(0, 11, options(), new int[] {input, unsigned}, unsigned)
                .output(unsigned));
    assertTrue(error.found().contains("uint8"), error.found());
  }

  @Test
  void integersAmongFloats() {
    int real = file.floats(1, 4, 4, 2);
    int sum = file.floats(1, 4, 4, 2);
    Diagnostic error =
        refuse(
            "UP2706",
            file.operator(0, 11, options(), new int[] {real, real}, sum)
                .operator(0, 11, options(), new int[] {sum, input}, sum)
                .input(real, input)
                .output(sum));
    assertTrue(error.need().contains("all of integers"), error.need());
  }

  @Test
  void weightsThatTheGraphComputes() {
    int result = file.activation(0.1f, 0, 1, 4, 4, 2);
    refuse(
        "UP2712",
        file.operator(3, 1, options((byte) 0, 1, 1), new int[] {input, input}, result)
            .output(result));
  }

  @Test
  void tensorsUsedBeforeTheyAreDefined() {
    int later = file.activation(0.1f, 0, 1, 4, 4, 2);
    int result = file.activation(0.1f, 0, 1, 4, 4, 2);
    refuse(
        "UP2713",
        file.operator(0, 11, options(), new int[] {input, later}, result)
            .operator(0, 11, options(), new int[] {input, input}, later)
            .output(result));
  }

  @Test
  void tensorsWrittenTwice() {
    refuse(
        "UP2714", file.operator(0, 11, options(), new int[] {input, input}, input).output(input));
  }

  @Test
  void operandsThatAreMissing() {
    int result = file.activation(0.1f, 0, 1, 4, 4, 2);
    refuse("UP2715", file.operator(0, 11, options(), new int[] {input}, result).output(result));
  }

  @Test
  void modelsWithoutAnOperator() {
    refuse("UP2716", file.output(input));
  }

  @Test
  void inputsGivenTwice() {
    refuse("UP2714", file.output(input).input(input, input));
  }

  @Test
  void poolingBetweenScales() {
    int result = file.activation(0.2f, 0, 1, 2, 2, 2);
    Diagnostic error =
        refuse(
            "UP2711",
            file.operator(17, 5, options((byte) 1, 2, 2, 2, 2), new int[] {input}, result)
                .output(result));
    assertTrue(error.need().contains("same scale"), error.need());
  }

  @Test
  void softmaxOfAnotherScale() {
    int result = file.activation(0.1f, -128, 1, 4, 4, 2);
    refuse("UP2711", file.operator(25, 9, options(1f), new int[] {input}, result).output(result));
  }

  @Test
  void scalesFarApart() {
    int result = file.activation(1e-30f, 0, 1, 4, 4, 2);
    refuse(
        "UP2711", file.operator(0, 11, options(), new int[] {input, input}, result).output(result));
  }

  /** Weights that a file holds once and uses often are counted as often as they are copied. */
  @Test
  void constantsThatGrowBySharing() {
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () ->
                TfliteImporter.parse(
                    "refused.tflite",
                    convolution(0, 4, 4, 3).input(input).bytes(),
                    new TfliteLimits(1 << 16, 100, 1 << 14, 6, 100)));
    assertEquals("UP2702", e.diagnostics().get(0).code().id());
  }

  @Test
  void filesThatAreNot() {
    assertCode("UP2701", () -> TfliteImporter.read(Path.of("no such file.tflite")));
    assertCode("UP2703", () -> parse(new byte[0]));
    assertCode("UP2703", () -> parse("not a model, only text".getBytes(StandardCharsets.UTF_8)));
  }

  private TfliteFile sum(List<Object> options) {
    int result = file.activation(0.1f, 0, 1, 4, 4, 2);
    return file.operator(0, 11, options, new int[] {input, input}, result).output(result);
  }

  private TfliteFile convolution(long weightZero, int... image) {
    int result = file.activation(0.1f, 0, 1, image[0], image[1], image[2]);
    int weights = file.weights(weightZero, 0, 3, 3, 3, 2);
    return file.operator(3, 1, options((byte) 0, 1, 1), new int[] {input, weights, -1}, result)
        .output(result);
  }

  private Diagnostic refuse(String code, TfliteFile model) {
    if (!model.hasInput()) {
      model.input(input);
    }
    UpcallException e = assertThrows(UpcallException.class, () -> parse(model.bytes()));
    assertEquals(1, e.diagnostics().size(), e.getMessage());
    Diagnostic error = e.diagnostics().get(0);
    assertEquals(code, error.code().id(), e.getMessage());
    return error;
  }

  private static void assertCode(String code, Executable task) {
    UpcallException e = assertThrows(UpcallException.class, task);
    assertEquals(code, e.diagnostics().get(0).code().id());
  }

  private static void parse(byte[] bytes) {
    TfliteImporter.parse("refused.tflite", bytes, TfliteLimits.standard());
  }
}
